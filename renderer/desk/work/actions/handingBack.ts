/** What is put on record as the reason: the condition of the text, and after it what the person adds. */
export function reasonOf(condition: string | null, words: string): string {
  const own = words.trim();
  if (condition === null) return own;
  return own === '' ? condition : `${condition}——${own}`;
}
