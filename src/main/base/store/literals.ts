/** Returns constant words as a list of SQL: `'a', 'b'`. Do not pass text from outside. */
export function literals(words: readonly string[]): string {
  return words.map(word => `'${word}'`).join(', ');
}
