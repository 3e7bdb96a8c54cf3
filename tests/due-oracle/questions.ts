import fc from 'fast-check';
import type { Question } from './answer.ts';
import { iso, number } from './days.ts';
import { REPORTS, type Regime, RULES } from './rules.ts';

const FIRST = number('2010-01-01');
const LAST = number('2026-12-31');

const date = (from: number, to: number) => fc.integer({ min: from, max: to }).map(iso);
const two = (n: number) => String(n).padStart(2, '0');
const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m, s]) => `${two(h)}:${two(m)}:${two(s)}`);

/** A start in every spelling that people and programs use. */
const start = fc.oneof(
  date(FIRST, LAST),
  fc
    .tuple(date(FIRST, LAST), fc.constantFrom('T', ' '), clock, fc.constantFrom('', '+08:00', 'Z', '.500+08:00'))
    .map(([day, between, time, zone]) => `${day}${between}${time}${zone}`),
);

type Part = Partial<Question>;
const one = <T>(list: readonly T[]) => fc.constantFrom(...list);
const maybe = (part: fc.Arbitrary<Part>): fc.Arbitrary<Part> => fc.oneof(fc.constant<Part>({}), part);
const given = fc
  .record({ name: one(['agreed_date', 'promised_date'] as const), on: date(FIRST, LAST + 200) })
  .map(({ name, on }): Part => ({ [name]: on }));

function categoryOf(regime: Regime, limit: string): fc.Arbitrary<Part> {
  return maybe(one(['any', ...(regime.limits[limit]?.[2] ?? [])]).map((category) => ({ category })));
}

function limitQuestion(regime: Regime): fc.Arbitrary<Part> {
  return one(Object.keys(regime.limits)).chain((limit) => {
    const kind = regime.limits[limit]?.[1] === 'no' ? one(['due', 'no_limit']) : fc.constant('due');
    const event = limit === 'lim_contact' ? one(['signed', 'order_received']) : fc.constant('whatever');
    return fc
      .tuple(kind, categoryOf(regime, limit), maybe(given), event)
      .map(([k, category, dates, e]) => ({ kind: k, limit, event: e, ...category, ...dates }));
  });
}

function extensionQuestion(regime: Regime): fc.Arbitrary<Part> {
  const exts = Object.entries(regime.ext ?? {}).flatMap(([id, ext]) => ext.of.map((limit) => ({ id, limit, ext })));
  return one(exts).chain(({ id, limit, ext }) => {
    const category = regime.limits[limit]?.[2][0] ?? 'any';
    const spelt: Part[] = [
      { limit, extension: id },
      { limit, extension: id, base_limit: limit },
      { limit: id, base_limit: limit },
      { extension: id, base_limit: limit },
      { limit },
    ];
    if (ext.of.length === 1 || category !== 'any') spelt.push({ limit: id, category }, { extension: id, category });
    if (id === 'ext_main') spelt.push({ limit: 'lim_ext_request', extension: id, base_limit: limit });
    const kind = one(['extension_max', 'extension_request_latest']);
    return fc
      .tuple(kind, one(spelt), ext.given ? maybe(given) : fc.constant<Part>({}))
      .map(([k, part, dates]) => ({ kind: k, ...part, ...dates }));
  });
}

function urgingQuestion(id: string, regime: Regime): fc.Arbitrary<Part> {
  const base = one(Object.keys(regime.limits));
  const plain = base.map((limit): Part => ({ limit }));
  const spelt =
    id === 'shequ'
      ? fc.oneof(
          plain,
          one(['lim_urge', 'urg_3d']).map((limit): Part => ({ limit, event: 'due' })),
          fc
            .tuple(one(['lim_urge', 'urg_3d']), one(['lim_general', 'lim_complex', 'lim_historic', 'lim_letter']))
            .map(([limit, b]): Part => ({ limit, base_limit: b })),
          fc
            .tuple(one(['lim_urge', 'urg_3d']), one(['general', 'complex', 'historic', 'letter', 'instructed']))
            .map(([limit, category]): Part => ({ limit, category })),
        )
      : id === 'suzhou12345'
        ? fc.oneof(
            plain,
            one(['lim_consult', 'lim_help', 'lim_suggest', 'lim_complaint']).map(
              (b): Part => ({ limit: 'urg_card', base_limit: b }),
            ),
            one(['consult', 'help', 'suggestion', 'complaint']).map(
              (category): Part => ({ limit: 'urg_card', category }),
            ),
          )
        : plain;
  return fc.tuple(spelt, maybe(given)).map(([part, dates]) => ({ kind: 'urge_on', ...part, ...dates }));
}

function othersOf(id: string, regime: Regime): fc.Arbitrary<Part>[] {
  const others: fc.Arbitrary<Part>[] = [
    one(Object.keys(regime.limits)).chain((limit) => given.map((dates) => ({ kind: 'promised', limit, ...dates }))),
    fc.constant({ kind: 'deemed_signed', ...(id === 'suzhou12345' ? { limit: 'lim_contact' } : {}) }),
  ];
  const reports = Object.keys(REPORTS[id] ?? {});
  if (reports.length > 0) others.push(one(reports).map((limit) => ({ kind: 'report_due', limit })));
  if (regime.ext) others.push(extensionQuestion(regime));
  return others;
}

/** A question under any of the thirteen regimes, of any kind it has, in any spelling. */
export const question: fc.Arbitrary<Question> = one(Object.entries(RULES)).chain(([regime, rules]) =>
  fc
    .tuple(fc.oneof(limitQuestion(rules), urgingQuestion(regime, rules), ...othersOf(regime, rules)), start)
    .map(([part, at]): Question => ({ id: 'q', regime, kind: 'due', start: at, ...part })),
);
