import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadProfiles } from '../core/load-profiles.ts';
import { paperKinds } from '../domain/documents/form-kinds.ts';
import type { PrintableDocument } from '../domain/documents/model.ts';
import type { Profile } from '../domain/regimes/profile-schema.ts';
import { a4Says, bare, codesIn, modelSays, pagesOfPdf } from '../tests/harness/paper-text.ts';
import { SAMPLES, type Sample } from '../tests/harness/samples.ts';
import { contextOf, richState } from '../tests/virtual-printer/states.ts';
import { renderDocument } from './index.ts';
import { previewPng } from './preview.ts';

/** All valid samples on every paper of their regime, and the codes of every kind of paper: minutes. Otherwise a choice. */
const ALL = process.env.JIESU_ALL_PAPERS === '1';
const WIDTHS = ['58', '80', 'a4'] as const;
/** Long, rare, hostile and empty: see docs of the samples. */
const HARD = ['shequ-03', 'yongji-03', 'suzhou12345-06'];

const profiles = loadProfiles().all();
const valid = SAMPLES.filter((sample) => sample.expect.valid);
const papers: { name: string; model: PrintableDocument }[] = profiles.flatMap((profile) => {
  const own = valid.filter((sample) => sample.record.regime === profile.id);
  return own.flatMap((sample, at) => papersOf(profile, sample, at === 0));
});

/** Every paper of a case in which everything happened that can; in the choice a form by one sample, the house papers by the hard ones. */
function papersOf(profile: Profile, sample: Sample, first: boolean) {
  const state = richState(sample.record, profile);
  const context = { ...contextOf(state), profile };
  return paperKinds(profile, state)
    .filter(
      (kind) => ALL || (kind.id.startsWith('form:') ? first && !/@[2-9]/.test(kind.id) : HARD.includes(sample.id)),
    )
    .filter((kind) => kind.available(state) === null)
    .map((kind) => ({ name: `${sample.id} ${kind.id}`, model: kind.build(context) }));
}

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'jiesu-same-'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe('one text on three papers', () => {
  it('there are papers of every kind', () => {
    expect(papers.length).toBeGreaterThan(ALL ? 400 : 45);
    const kinds = new Set(papers.map(({ model }) => model.document));
    expect(kinds.size).toBeGreaterThanOrEqual(30);
  });

  it.each(papers.map(({ name, model }) => [name, model] as const))('%s', async (_name, model) => {
    const said = modelSays(model);
    expect(said).toContain(bare(model.number));
    for (const width of ['58', '80'] as const)
      expect(bare((await renderDocument(model, width)).text.join('')), width).toBe(said);
    const pages = pagesOfPdf((await renderDocument(model, 'a4')).bytes, dir);
    expect(a4Says(pages, model), 'a4').toBe(said);
  });
});

describe('one number for machines', () => {
  const firsts = papers.filter(
    ({ model }, at) => papers.findIndex((one) => one.model.document === model.document) === at,
  );
  const some = ['registration_slip', 'refusal_notice', 'form:交办单'];
  const read = firsts.filter(({ model }) => ALL || some.includes(model.document));

  it.each(read.map(({ name, model }) => [name, model] as const))('%s: QR and bars by zbar', async (_name, model) => {
    const wanted = [`CODE-128:${model.number.replaceAll('-', '')}`, `QR-Code:JSD1:${model.number}`];
    for (const width of WIDTHS) {
      const { bytes } = await renderDocument(model, width);
      const picture = join(dir, width === 'a4' ? 'paper-1.png' : 'paper.png');
      if (width !== 'a4') writeFileSync(picture, await previewPng(bytes, width));
      else {
        writeFileSync(join(dir, 'codes.pdf'), bytes);
        // The first page: the codes stand in its upper corners.
        const page = ['-png', '-r', '150', '-f', '1', '-l', '1', '-singlefile'];
        execFileSync('pdftoppm', [...page, join(dir, 'codes.pdf'), join(dir, 'paper-1')]);
      }
      expect(codesIn(picture), width).toEqual(wanted);
    }
  });
});
