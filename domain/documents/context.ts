import type { CaseState } from '../case-file/state.ts';
import type { DocumentForm } from './form.ts';

/**
 * What the builders need to know of a regime profile and of the clocks: structural, so that the profile of
 * `domain/regimes` fits as it is.
 */
export interface DocumentProfile {
  id: string;
  /** Title of the written procedure, e.g. 唐河县政务和大数据服务中心咨询投诉工作制度. */
  name: string;
  forms: readonly DocumentForm[];
  categories: readonly { id: string; name: string }[];
  acceptance: {
    grounds?: readonly { code: string; text: string }[];
    refusals: readonly { code: string; text: string; next?: string | null }[];
  };
  /** Labels of the regime's own questions (`record.fields`, `record.emergency`). */
  intake?: { fields: readonly { id: string; label: string }[] };
  workflow?: readonly {
    step: string;
    name: string;
    fields?: readonly { id: string; label: string }[] | undefined;
    restricted?: boolean | undefined;
  }[];
  urging?: readonly { id: string; form: string | null; trigger: string }[];
  closing?: { criteria: readonly { id: string; text: string }[] } | undefined;
}

export interface DocumentClock {
  /** What must be done, in the regime's words, e.g. 一般性咨询投诉办结. */
  what: string;
  /** Event that stops the clock; `closed` marks the handling limit. */
  to?: string;
  /** ISO 8601 moment or date; null when the rule gives no date. */
  due: string | null;
  /** True when the date crosses into a year whose holiday notice is not loaded. */
  provisional: boolean;
  proof: { rule: string; summary: string };
}

export interface DocumentContext {
  state: CaseState;
  profile: DocumentProfile;
  clocks: readonly DocumentClock[];
  station: { code: string; name: string; organisation: string; phone?: string };
  /** ISO 8601 moment of rendering. */
  printedAt: string;
  /** 0 for the original, n for the n-th reprint. */
  copy: number;
  /** The urging that the paper goes with, as an index into `state.urgings`; absent or null: none in particular. */
  urging?: number | null;
}
