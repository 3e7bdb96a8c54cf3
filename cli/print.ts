import { loadProfiles } from '../core/load-profiles.ts';
import { composePaper, demandPaper } from '../core/services/print-papers.ts';
import { findCase, findCaseByNumber } from '../db/cases.ts';
import { nextCopyOf } from '../db/print-jobs.ts';
import { scannedNumber } from '../domain/case-file/number.ts';
import { DeskError } from '../domain/contract/errors.ts';
import { type PaperWidth, paperWidths } from '../domain/contract/printing.ts';
import { paperKinds } from '../domain/documents/form-kinds.ts';
import { type DocumentKindInfo, documentKinds } from '../domain/documents/kinds.ts';
import type { PrintableDocument } from '../domain/documents/model.ts';
import { previewPng, renderDocument } from '../printing/index.ts';
import { type CommandLine, demandOption, fromWhereCalled, UsageError } from './command-line.ts';
import { EXIT } from './help.ts';
import { withStation } from './open-station.ts';
import { FileError, type Outcome } from './outcome.ts';
import { runPrintList } from './print-list.ts';
import { runPrintSamples } from './print-samples.ts';
import { readJson } from './read-json.ts';
import { sampleCase, sampleOf } from './sample-paper.ts';
import { writeWhole } from './write-file.ts';

interface Paper {
  kind: DocumentKindInfo;
  build: () => PrintableDocument;
}

export async function runPrint(line: CommandLine): Promise<Outcome> {
  if (line.flag('list')) return listing(line.option('regime'));
  if (line.option('samples') !== undefined) return runPrintSamples(line);
  if (line.option('register') !== undefined || line.option('handover') !== undefined) return runPrintList(line);
  const document = demandOption(line, 'document');
  const subject = demandOption(line, 'case');
  const out = fromWhereCalled(demandOption(line, 'out'));
  demandWidthWords(line);
  if (namesCase(subject)) return ofCase(line, document, subject, out);
  return written(line, paperOfFile(line, document, subject), out);
}

async function written(line: CommandLine, { kind, build }: Paper, out: string): Promise<Outcome> {
  const width = widthOf(line, kind);
  const png = line.flag('png');
  if (png && width === 'a4') throw new UsageError(NO_A4_PICTURE);
  const model = build();
  const rendered = await renderDocument(model, width);
  const picture = png && width !== 'a4';
  const bytes = picture ? await previewPng(rendered.bytes, width) : rendered.bytes;
  writeWhole(out, [bytes]);
  const mime = picture ? 'image/png' : rendered.mime;
  return {
    text: `${kind.title}（${model.number}，${width}）已写入 ${out}`,
    data: { file: out, document: kind.id, title: kind.title, number: model.number, width, mime, bytes: bytes.length },
    exit: EXIT.ok,
  };
}

/** The desk's own papers; of a regime, its forms as well. */
function listing(regime: string | undefined): Outcome {
  const profile = regime === undefined ? undefined : loadProfiles().get(regime);
  if (regime !== undefined && !profile) throw new UsageError(`没有这个办理制度：${regime}`);
  const kinds = profile ? paperKinds(profile, null) : documentKinds;
  const documents = kinds.map(({ id, title, widths }) => ({ id, title, widths }));
  return {
    text: documents.map(({ id, title, widths }) => `${id.padEnd(20)}${widths.join(' ').padEnd(12)}${title}`).join('\n'),
    data: { documents },
    exit: EXIT.ok,
  };
}

const NO_A4_PICTURE = '--png 只用于 58 和 80';

/** What is wrong with the words alone, before a case or a file is looked for. */
function demandWidthWords(line: CommandLine): void {
  const asked = line.option('width');
  if (asked !== undefined && !paperWidths.some((width) => width === asked))
    throw new UsageError(`--width 应为 ${paperWidths.join('、')}`);
  if (line.flag('png') && asked === 'a4') throw new UsageError(NO_A4_PICTURE);
}

function widthOf(line: CommandLine, kind: DocumentKindInfo): PaperWidth {
  const asked = line.option('width');
  if (asked === undefined) return kind.widths[0] ?? 'a4';
  const width = kind.widths.find((w) => w === asked);
  if (!width) throw new UsageError(`--width 应为 ${kind.widths.join('、')}`);
  return width;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function namesCase(subject: string): boolean {
  return UUID.test(subject) || scannedNumber(subject) !== null;
}

/** A paper that came out before is a reprint here too, and says so. */
function ofCase(line: CommandLine, document: string, subject: string, out: string): Promise<Outcome> {
  return withStation(line.data, 'reader', (workspace) => {
    const { orm } = workspace.db;
    const row = UUID.test(subject)
      ? findCase(orm, subject.toLowerCase())
      : findCaseByNumber(workspace.db, scannedNumber(subject) ?? subject);
    const found = row && findCase(orm, row.caseId);
    if (!found) throw new DeskError('not_found', { detail: subject });
    const kind = demandPaper(workspace, found.parsed, document);
    const build = () => composePaper(workspace, found.caseId, kind.id, nextCopyOf(orm, found.caseId, kind.id));
    return written(line, { kind, build }, out);
  });
}

function paperOfFile(line: CommandLine, document: string, path: string): Paper {
  const sample = sampleOf(pick(readJson(fromWhereCalled(path), path), line.option('pick'), path));
  return sampleCase(loadProfiles(), sample).paper(document, line.option('ground'));
}

function pick(content: unknown, id: string | undefined, path: string): unknown {
  const records: unknown[] = Array.isArray(content) ? content : [content];
  if (id === undefined) {
    if (records.length === 1) return records[0];
    throw new UsageError(`${path} 里有 ${records.length} 条记录，请用 --pick ID 选一条`);
  }
  const found = records.find((record) => (record as { id?: unknown } | null)?.id === id);
  if (found === undefined) throw new FileError(`${path} 里没有 id 为 ${id} 的记录`);
  return found;
}
