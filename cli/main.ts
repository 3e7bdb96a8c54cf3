import { readCommandLine, UsageError } from './command-line.ts';
import { runExport } from './export.ts';
import { EXIT, HELP, HELP_OF } from './help.ts';
import { answerOf, type Outcome } from './outcome.ts';
import { runPrint } from './print.ts';
import { runRebuild } from './rebuild.ts';
import { runRegimes } from './regimes.ts';
import { runVerify } from './verify.ts';

const COMMANDS = { verify: runVerify, export: runExport, rebuild: runRebuild, print: runPrint, regimes: runRegimes };

/** What a person does without a window. Exactly one JSON document goes to standard output when `--json` is given. */
async function main(args: readonly string[]): Promise<number> {
  let json = args.includes('--json');
  try {
    const line = readCommandLine(args);
    json = line.json;
    if (line.help) {
      process.stdout.write(line.command === null ? HELP : HELP_OF[line.command]);
      return EXIT.ok;
    }
    if (line.command === null) throw new UsageError('请写明命令；npm run desk -- --help 列出全部命令');
    return say(await COMMANDS[line.command](line), json);
  } catch (error) {
    const { exit, sentence, body } = answerOf(error);
    if (json) process.stdout.write(`${JSON.stringify(body)}\n`);
    else process.stderr.write(`${sentence}\n`);
    return exit;
  }
}

function say(outcome: Outcome, json: boolean): number {
  if (json) process.stdout.write(`${JSON.stringify(outcome.data)}\n`);
  else if (outcome.text !== '') process.stdout.write(`${outcome.text}\n`);
  return outcome.exit;
}

process.exitCode = await main(process.argv.slice(2));
