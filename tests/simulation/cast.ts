import type { StationKind } from '../../domain/contract/wire.ts';

/** One station of the simulated institution, and who sits at it. */
export interface Part {
  code: string;
  kind: StationKind;
  units: readonly string[];
  roles: readonly string[];
  /** Whether complaints are registered here. */
  registers: boolean;
}

export const INSTITUTION = 'tanghe';

/** The handling unit of the simulated institution, as an assignment names it. */
export const UNIT = { id: 'u-bdc', name: '县不动产登记机构', station: 'UB01' } as const;
/** A unit without a station of its own. */
export const UNIT_ON_PAPER = { id: 'u-gac', name: '县公安局出入境管理部门', station: null } as const;

export const CAST: readonly Part[] = [
  { code: 'WA01', kind: 'hall_window', units: [], roles: ['intake_officer', 'window_rep'], registers: true },
  { code: 'SO01', kind: 'supervision_office', units: [], roles: ['ducha', 'leader', 'discipline'], registers: true },
  { code: 'UB01', kind: 'handling_unit', units: ['u-bdc'], roles: ['unit', 'window_chief'], registers: false },
  { code: 'WB02', kind: 'hall_window', units: [], roles: ['intake_officer', 'window_rep', 'ducha'], registers: true },
];
