import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadProfiles } from '../core/load-profiles.ts';
import type { PaperWidth } from '../domain/contract/printing.ts';
import { paperKind, paperKinds } from '../domain/documents/form-kinds.ts';
import type { DocumentKindInfo } from '../domain/documents/kinds.ts';
import type { Profile } from '../domain/regimes/profile-schema.ts';
import { hasDot } from '../printing/bitmap.ts';
import { renderDocument } from '../printing/index.ts';
import { interpret } from '../printing/interpreter.ts';
import { SAMPLES } from '../tests/harness/samples.ts';
import { contextOf, richState } from '../tests/virtual-printer/states.ts';
import { type GreyPicture, greyPng, readPgm } from './grey-png.ts';
import { ROOT } from './root.ts';

/**
 * `npm run papers`: a picture of every paper in each width, into `docs/screens/paper/`, drawn from the bytes that would be
 * sent (receipts, one pixel a dot) and by poppler's pdftoppm from the PDF (A4). They are looked at before they are committed.
 */
const FOLDER = join(ROOT, 'docs/screens/paper');
const A4_DPI = 80;
/** White paper beside the printable dots. */
const MARGIN = 24;

interface Shown {
  title: string;
  regime: string;
  pictures: Record<PaperWidth, string[]>;
}

/** House papers by a sample that has something to say on each; a form by the first valid sample of its regime. */
const HOUSE_SAMPLES: Record<string, string> = { refusal_notice: 'yunnan-06' };
const HOUSE_SAMPLE = 'tanghe-01';

const profiles = loadProfiles();
const only = process.argv[2] ?? '';
const work = mkdtempSync(join(tmpdir(), 'jiesu-papers-'));
const shown: Shown[] = [];
try {
  if (only === '') rmSync(FOLDER, { recursive: true, force: true });
  mkdirSync(FOLDER, { recursive: true });
  for (const [profile, kind, name] of papers()) {
    if (!name.includes(only)) continue;
    shown.push(await shoot(profile, kind, name));
    process.stdout.write(`${name}\n`);
  }
  if (only === '') writeFileSync(join(FOLDER, 'README.md'), index());
} finally {
  rmSync(work, { recursive: true, force: true });
}

function papers(): [Profile, DocumentKindInfo, string][] {
  const house = paperKinds(demand('tanghe'), null).filter((kind) => !kind.id.startsWith('form:'));
  const list: [Profile, DocumentKindInfo, string][] = house.map((kind) => {
    const sample = sampleNamed(HOUSE_SAMPLES[kind.id] ?? HOUSE_SAMPLE);
    return [demand(sample.record.regime), kind, kind.id];
  });
  for (const profile of profiles.all()) {
    const forms = paperKinds(profile, null).filter((kind) => kind.id.startsWith('form:'));
    forms.forEach((kind, at) => {
      list.push([profile, kind, `${profile.id}-${at + 1}`]);
    });
  }
  return list;
}

function demand(regime: string): Profile {
  const profile = profiles.get(regime);
  if (!profile) throw new Error(regime);
  return profile;
}

function sampleNamed(id: string) {
  const sample = SAMPLES.find((one) => one.id === id);
  if (!sample) throw new Error(id);
  return sample;
}

async function shoot(profile: Profile, kind: DocumentKindInfo, name: string): Promise<Shown> {
  const named = HOUSE_SAMPLES[kind.id] ?? (profile.id === 'tanghe' ? HOUSE_SAMPLE : undefined);
  const sample = named
    ? sampleNamed(named)
    : SAMPLES.find((one) => one.record.regime === profile.id && one.expect.valid);
  if (!sample) throw new Error(profile.id);
  const rich = JSON.parse(JSON.stringify(richState(sample.record, profile)).replaceAll('唐政服', '示例')) as ReturnType<
    typeof richState
  >;
  const ground = profile.acceptance.refusals.find((one) => one.code === sample.expect.refusal);
  const refused =
    rich.refused && ground ? { ...rich.refused, ground: ground.code, groundText: ground.text } : rich.refused;
  const state = {
    ...rich,
    refused: kind.id === 'refusal_notice' ? refused : null,
    ...(kind.id === 'registration_slip' ? { closing: null } : {}),
  };
  const plain = contextOf(state);
  const context = {
    ...plain,
    profile,
    station: { ...plain.station, organisation: profile.organisation.replace(/\(.*/u, '') },
  };
  const model = (paperKind(profile, kind.id, state) ?? kind).build(context);
  const pictures: Shown['pictures'] = { '58': [], '80': [], a4: [] };
  for (const width of ['58', '80', 'a4'] as const) {
    if (!kind.widths.includes(width)) continue;
    const { bytes } = await renderDocument(model, width);
    const pages = width === 'a4' ? pagesOf(bytes) : [receipt(bytes, width)];
    pages.forEach((page, at) => {
      const file = `${name}-${width}${pages.length > 1 ? `-${at + 1}` : ''}.png`;
      writeFileSync(join(FOLDER, file), greyPng(page, width === 'a4' ? 4 : 1));
      pictures[width].push(file);
    });
  }
  return { title: kind.title, regime: profile.short, pictures };
}

function receipt(bytes: Uint8Array, width: '58' | '80'): GreyPicture {
  const { page } = interpret(bytes, width);
  const picture = { width: page.width + 2 * MARGIN, height: page.height + 2 * MARGIN };
  const pixels = new Uint8Array(picture.width * picture.height).fill(255);
  for (let y = 0; y < page.height; y += 1)
    for (let x = 0; x < page.width; x += 1)
      if (hasDot(page, x, y)) pixels[(y + MARGIN) * picture.width + x + MARGIN] = 0;
  return { ...picture, pixels };
}

function pagesOf(pdf: Uint8Array): GreyPicture[] {
  const folder = mkdtempSync(join(work, 'pdf-'));
  writeFileSync(join(folder, 'paper.pdf'), pdf);
  execFileSync('pdftoppm', ['-gray', '-r', String(A4_DPI), join(folder, 'paper.pdf'), join(folder, 'page')]);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.pgm'))
    .sort()
    .map((file) => readPgm(readFileSync(join(folder, file))));
}

function index(): string {
  const links = (files: string[]) => files.map((file, at) => `[${at + 1}](${file})`).join(' ') || '—';
  const rows = shown.map(
    ({ title, regime, pictures }) =>
      `| ${title} | ${regime} | ${links(pictures['58'])} | ${links(pictures['80'])} | ${links(pictures.a4)} |`,
  );
  return [
    '# 文书样张',
    '',
    'Every paper the desk gives out, in each width, from one model: `npm run papers` draws them anew. All persons are invented.',
    'Receipts are one pixel a dot (203 dpi), drawn from the bytes that are sent; A4 is drawn by pdftoppm at 80 dpi.',
    '',
    '| 文书 | 制度 | 58 mm | 80 mm | A4 |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}
