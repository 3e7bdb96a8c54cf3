import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadProfiles, type Profiles } from '../core/load-profiles.ts';
import { DeskError, type ErrorCode, messageOf } from '../domain/contract/errors.ts';
import { type DocumentKind, type PaperWidth, paperWidths } from '../domain/contract/printing.ts';
import type { PrintableDocument } from '../domain/documents/model.ts';
import { renderDocument } from '../printing/index.ts';
import { type CommandLine, demandOption, fromWhereCalled, UsageError } from './command-line.ts';
import { EXIT } from './help.ts';
import { FileError, type Outcome } from './outcome.ts';
import { readJson } from './read-json.ts';
import { type SampleCase, sampleCase, sampleOf } from './sample-paper.ts';
import { reasonOf, writeWhole } from './write-file.ts';

/** One file in the folder: `text` are the model's lines, the same for all three widths; `qr` is what the QR holds. */
interface Written {
  sample: string;
  document: DocumentKind;
  width: PaperWidth;
  file: string;
  number: string;
  qr: string | null;
  text: string[];
}

interface LeftOut {
  sample: string;
  code: ErrorCode;
  fields: readonly { path: string; code: ErrorCode }[];
}

/** Milliseconds between two lines about how far it has come. */
const PROGRESS_EVERY = 5_000;
const NOT_BESIDE = ['document', 'case', 'pick', 'width', 'ground', 'register', 'handover'] as const;

/** Every paper that applies to each record of a file, on every width, with a manifest that is written last. */
export async function runPrintSamples(line: CommandLine): Promise<Outcome> {
  const path = demandOption(line, 'samples');
  const out = fromWhereCalled(demandOption(line, 'out'));
  const beside = NOT_BESIDE.find((name) => line.option(name) !== undefined) ?? (line.flag('png') ? 'png' : undefined);
  if (beside !== undefined) throw new UsageError(`--samples 不能与 --${beside} 同用`);
  const content = readJson(fromWhereCalled(path), path);
  const records: unknown[] = Array.isArray(content) ? content : [content];
  const names = namesOf(records);
  const profiles = loadProfiles();
  makeFolder(out);
  const written: Written[] = [];
  const leftOut: LeftOut[] = [];
  let told = Date.now();
  for (const [at, record] of records.entries()) {
    const sample = idOf(record) ?? String(at + 1);
    const read = caseOf(profiles, record, at + 1);
    if (read instanceof DeskError) leftOut.push({ sample, code: read.code, fields: read.fields });
    else written.push(...(await writePapers(read, sample, out, names[at] ?? '')));
    if (Date.now() - told < PROGRESS_EVERY) continue;
    told = Date.now();
    process.stderr.write(`已排版 ${at + 1}/${records.length} 条记录\n`);
  }
  const manifest = join(out, 'manifest.json');
  writeWhole(manifest, [`${JSON.stringify(written, null, 1)}\n`]);
  const lines = leftOut.map(({ sample, code, fields }) => `${sample}：不能登记，${wordsOf(code, fields)}`);
  const count = records.length - leftOut.length;
  return {
    text: [`${count} 条记录的 ${written.length} 份文书已写入 ${out}`, ...lines].join('\n'),
    data: { out, manifest, records: records.length, papers: written.length, left_out: leftOut },
    exit: EXIT.ok,
  };
}

function wordsOf(code: ErrorCode, fields: LeftOut['fields']): string {
  if (fields.length === 0) return `${messageOf(code)} [${code}]`;
  return fields.map((field) => `${field.path}：${messageOf(field.code)} [${field.code}]`).join('；');
}

/** The case of a record, or why registration would refuse it. */
function caseOf(profiles: Profiles, record: unknown, counter: number): SampleCase | DeskError {
  try {
    return sampleCase(profiles, sampleOf(record), counter);
  } catch (error) {
    if (error instanceof DeskError) return error;
    throw error;
  }
}

async function writePapers(from: SampleCase, sample: string, out: string, folder: string): Promise<Written[]> {
  const written: Written[] = [];
  for (const document of from.documents) {
    const { kind, build } = from.paper(document, undefined);
    const model = build();
    const a4 = await renderDocument(model, 'a4');
    for (const width of paperWidths) {
      if (!kind.widths.includes(width)) continue;
      const { bytes, mime } = width === 'a4' ? a4 : await renderDocument(model, width);
      const ending = mime === 'application/pdf' ? 'pdf' : 'bin';
      const file = `${folder}/${fileName(document)}-${width}.${ending}`;
      write(join(out, file), bytes);
      // What A4 says are the model's lines; a receipt's are those lines broken.
      written.push({ sample, document, width, file, number: model.number, qr: qrOf(model), text: a4.text });
    }
  }
  return written;
}

function qrOf(model: PrintableDocument): string | null {
  return model.blocks.find((block) => block.type === 'qr')?.content ?? null;
}

/** A name that every file system takes. */
function fileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._-]/gu, '_').replace(/^\.+/, '_');
}

function idOf(record: unknown): string | null {
  const id = (record as { id?: unknown } | null)?.id;
  return typeof id === 'string' && id !== '' ? id : null;
}

/** Folders of the records: named by their ids, where there are none by their places; a second one of a name gets a number. */
function namesOf(records: readonly unknown[]): string[] {
  const seen = new Set<string>();
  return records.map((record, at) => {
    const base = fileName((idOf(record) ?? String(at + 1)).slice(0, 80));
    let name = base;
    for (let n = 2; seen.has(name.toLowerCase()); n += 1) name = `${base}-${n}`;
    seen.add(name.toLowerCase());
    return name;
  });
}

function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new FileError(`不能写入 ${path}（${reasonOf(error)}）`);
  }
}

/** Only this user may read it. Not one by one onto the disk: the manifest is written last, and whole. */
function write(path: string, bytes: Uint8Array): void {
  makeFolder(dirname(path));
  try {
    writeFileSync(path, bytes, { mode: 0o600 });
  } catch (error) {
    throw new FileError(`不能写入 ${path}（${reasonOf(error)}）`);
  }
}
