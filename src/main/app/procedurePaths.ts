/** Returns whether a procedure of the contract is on a list of paths. Each path includes all paths below it. */
export function isAmong(list: readonly string[], path: readonly string[]): boolean {
  const asked = path.join('.');
  return list.some(listed => asked === listed || asked.startsWith(`${listed}.`));
}
