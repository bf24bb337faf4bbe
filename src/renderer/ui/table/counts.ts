/**
 * Returns the count of each state, 0 for one without a count, after their sum as the count of `all`.
 * @param overlapping states whose rows other states count too. The sum leaves them out
 */
export function withTotal<S extends string>(
  states: readonly S[],
  counts: Readonly<Partial<Record<S, number>>>,
  overlapping: readonly S[] = [],
): { state: S | 'all'; count: number }[] {
  const each = states.map(state => ({ state, count: counts[state] ?? 0 }));
  const own = each.filter(({ state }) => !overlapping.includes(state));
  return [{ state: 'all', count: own.reduce((sum, { count }) => sum + count, 0) }, ...each];
}
