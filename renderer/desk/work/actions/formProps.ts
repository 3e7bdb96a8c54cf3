import type { FormEvent, ReactNode } from 'react';
import type { Command } from '../../../../domain/contract/commands.ts';
import type { CaseFileView } from '../../../../domain/contract/views/cases.ts';
import type { OfficerView, RegimeView, SettingsView } from '../../../../domain/contract/views/station.ts';
import type { ActionOffer } from '../../../../domain/regimes/workflow.ts';

/** What every action's form is given. `submit` sends the command; what it refuses comes back in `problem`. */
export interface FormProps {
  /** What the officer opened: its `step` names the regime's step or rule. */
  offer: ActionOffer;
  file: CaseFileView;
  regime: RegimeView;
  settings: SettingsView | undefined;
  /** Who acts; undefined until the core has said. */
  officer: OfficerView | undefined;
  submit: (event: FormEvent, command: Command) => void;
  /** Sentence that belongs to a field of the command, by its path. */
  problem: (path: string) => string | undefined;
  /** Buttons of the form, given by the panel; the form puts them at its end. */
  buttons: (ready: boolean) => ReactNode;
}
