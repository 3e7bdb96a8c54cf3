/**
 * The numbers of the thirteen texts, written down a second time from their sentences: `[amount, unit, categories]`.
 * wd working day · cd calendar day · mo month · min minute · day same day · every each day · given a person's date · no no number.
 */
export type Unit = 'wd' | 'cd' | 'mo' | 'min' | 'day' | 'every' | 'given' | 'no';
export type Rule = readonly [amount: number, unit: Unit, categories: readonly string[]];

export interface Ext {
  of: readonly string[];
  /** Whole length from the start, length added to the base, a person's date, or nothing. */
  total?: number;
  added?: number;
  doubled?: true;
  given?: true;
  /** Working days before the end on which to ask at the latest; absent where the text is silent. */
  ask?: number;
}

export interface Regime {
  limits: Readonly<Record<string, Rule>>;
  ext?: Readonly<Record<string, Ext>>;
}

const ANY = ['any'] as const;

export const RULES: Readonly<Record<string, Regime>> = {
  tanghe: {
    limits: {
      lim_general: [3, 'wd', ['general']],
      lim_complex: [7, 'wd', ['complex']],
      lim_feedback: [1, 'wd', ANY],
      lim_webcheck: [1, 'every', ANY],
    },
    ext: { ext_special: { of: ['lim_general', 'lim_complex'], given: true } },
  },
  yunnan: {
    limits: {
      lim_assign: [2, 'wd', ANY],
      lim_accept: [3, 'wd', ANY],
      lim_onsite: [0, 'no', ['onsite']],
      lim_offsite: [10, 'wd', ['offsite']],
    },
    ext: { ext_complex: { of: ['lim_offsite'], total: 20, ask: 0 } },
  },
  '12312': {
    limits: {
      lim_dispatch: [10, 'min', ['onsite']],
      lim_arrive: [30, 'min', ['onsite']],
      lim_report: [0, 'no', ANY],
      lim_result: [0, 'no', ['report']],
    },
  },
  zhijian: {
    limits: { lim_forward: [0, 'no', ANY], lim_result: [0, 'no', ANY], lim_notify: [0, 'no', ANY] },
  },
  chengdu: {
    limits: {
      lim_register: [0, 'no', ANY],
      lim_opinion: [0, 'day', ANY],
      lim_transfer: [5, 'cd', ['out_of_scope']],
      lim_handle: [30, 'cd', ['normal', 'special']],
      lim_tell: [2, 'cd', ANY],
      lim_superior: [0, 'no', ['superior']],
    },
    ext: { ext_leader: { of: ['lim_handle'], added: 30, ask: 0 } },
  },
  jisheng: {
    limits: { lim_handle: [30, 'wd', ['in_scope']], lim_transfer: [5, 'wd', ['transfer']] },
    ext: { ext_head: { of: ['lim_handle'], added: 30, ask: 0 } },
  },
  yongji: {
    limits: {
      lim_onsite: [0, 'no', ['onsite']],
      lim_answer: [5, 'wd', ['coordinate']],
      lim_feedback: [0, 'no', ANY],
    },
    ext: { ext_reason: { of: ['lim_answer'], ask: 0 } },
  },
  jikong: {
    limits: {
      lim_instant: [0, 'no', ['oral_instant']],
      lim_7: [7, 'cd', ['investigate']],
      lim_30: [30, 'cd', ['major']],
    },
    ext: { ext_60: { of: ['lim_30'], total: 60, ask: 0 } },
  },
  shouban: { limits: { lim_promise: [0, 'given', ['qualified']] } },
  nanxi: {
    limits: {
      lim_forward: [1, 'wd', ANY],
      lim_general: [5, 'wd', ['general']],
      lim_complex: [10, 'wd', ['complex']],
      lim_return: [1, 'wd', ANY],
      lim_feedback: [1, 'wd', ANY],
    },
    ext: { ext_special: { of: ['lim_general', 'lim_complex'], given: true } },
  },
  company: {
    limits: {
      lim_main: [5, 'wd', ANY],
      lim_instant: [0, 'no', ['instant']],
      lim_customer: [0, 'given', ['company_cause']],
    },
    ext: { ext_agreed: { of: ['lim_main'], given: true } },
  },
  suzhou12345: {
    limits: {
      lim_consult: [2, 'wd', ['consult']],
      lim_contact: [1, 'wd', ['help']],
      lim_help: [5, 'wd', ['help']],
      lim_suggest: [5, 'wd', ['suggestion']],
      lim_complaint: [15, 'wd', ['complaint']],
      lim_urgent: [0, 'day', ['urgent']],
      lim_direct: [0, 'no', ['mode_direct']],
      lim_connect: [0, 'no', ['mode_connect']],
      lim_return: [1, 'wd', ANY],
    },
    ext: { ext_main: { of: ['lim_consult', 'lim_help', 'lim_suggest', 'lim_complaint'], doubled: true, ask: 1 } },
  },
  shequ: {
    limits: {
      lim_general: [15, 'wd', ['general']],
      lim_complex: [2, 'mo', ['complex']],
      lim_historic: [3, 'mo', ['historic']],
      lim_letter: [15, 'wd', ['letter']],
      lim_superior: [2, 'mo', ['superior']],
      lim_instructed: [2, 'mo', ['instructed']],
      lim_instructed_complex: [3, 'mo', ['instructed']],
      lim_instructed_given: [0, 'given', ['instructed']],
      lim_to_leader: [0, 'no', ANY],
    },
    ext: { ext_explain: { of: ['lim_superior'], ask: 0 } },
  },
};

/** Months and days of fixed report dates: `[month, day]`, in the order of the year. */
export const REPORTS: Readonly<Record<string, Readonly<Record<string, readonly (readonly [number, number])[]>>>> = {
  yunnan: {
    st_quarter: [
      [1, 15],
      [4, 15],
      [7, 15],
      [10, 15],
    ],
    st_half: [[7, 15]],
    st_year: [[1, 31]],
    st_sum: [],
    st_major: [],
  },
  '12312': { st_month: [], st_data: [] },
  chengdu: { st_1: [] },
  suzhou12345: { st_1: [] },
  shequ: {
    st_quarter: [
      [3, 31],
      [6, 30],
      [9, 30],
      [12, 31],
    ],
    st_major: [],
    st_system: [],
  },
};
