/**
 * Answers to a step's fields in the order in which the regime asks for them. Entries keep members by name, so that two
 * parties hash the same text; people read them as they were asked. Answers to fields that the step does not have come last.
 */
export function answersInOrder<Value>(
  fields: readonly { id: string }[],
  values: Readonly<Record<string, Value>>,
): [string, Value][] {
  const asked = fields.flatMap(({ id }): [string, Value][] => {
    const value = values[id];
    return value === undefined ? [] : [[id, value]];
  });
  const others = Object.entries(values).filter(([id]) => !fields.some((field) => field.id === id));
  return [...asked, ...others];
}
