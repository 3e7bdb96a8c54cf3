import { type CommandLine, type CommandName, readCommandLine, UsageError } from './command-line.ts';
import { EXIT, HELP, HELP_OF } from './help.ts';
import { answerOf, type Outcome } from './outcome.ts';

/** Loaded when asked for: a word mistyped is answered before fonts and database are. */
const COMMANDS: Record<CommandName, (line: CommandLine) => Promise<Outcome>> = {
  verify: async (line) => (await import('./verify.ts')).runVerify(line),
  export: async (line) => (await import('./export.ts')).runExport(line),
  rebuild: async (line) => (await import('./rebuild.ts')).runRebuild(line),
  print: async (line) => (await import('./print.ts')).runPrint(line),
  printer: async (line) => (await import('./printer.ts')).runPrinter(line),
  due: async (line) => (await import('./due.ts')).runDue(line),
  bundle: async (line) => (await import('./bundle.ts')).runBundle(line),
  backup: async (line) => (await import('./backup.ts')).runBackup(line),
  restore: async (line) => (await import('./restore.ts')).runRestore(line),
  regimes: async (line) => (await import('./regimes.ts')).runRegimes(line),
};

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
