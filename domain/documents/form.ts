/** Shape of a regime's own form, as its profile writes it: words only, so that profile and papers share them. */
export const formLayouts = ['sheet', 'slip', 'notice', 'register'] as const;
export type FormLayout = (typeof formLayouts)[number];

export const formReaders = ['office', 'unit', 'complainant'] as const;
export type FormReader = (typeof formReaders)[number];

/** What must have happened before a form has anything to say. */
export const formMoments = [
  'registered',
  'decided',
  'accepted',
  'refused',
  'investigated',
  'approved',
  'assigned',
  'returned',
  'extension_asked',
  'replied',
  'urged',
  'fed_back',
  'followed_up',
  'closed',
  'archived',
] as const;
export type FormMoment = (typeof formMoments)[number];

export interface FormField {
  label: string;
  value: string;
}

export interface DocumentForm {
  id: string;
  name: string;
  fields: readonly (string | FormField)[];
  layout?: FormLayout | undefined;
  reader?: FormReader | undefined;
  after?: FormMoment | undefined;
  number?: string | undefined;
  note?: string | undefined;
  restricted?: boolean | undefined;
}

/** A field that the profile only labels is filled in by hand. */
export function fieldOf(field: string | FormField): FormField {
  return typeof field === 'string' ? { label: field, value: 'blank' } : field;
}
