/** Returns words of the program as a list of SQL: `'a', 'b'`. For a text that never comes from outside. */
export function literals(words: readonly string[]): string {
  return words.map(word => `'${word}'`).join(', ');
}
