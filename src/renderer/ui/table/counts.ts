/** Returns the count of each state, 0 for one without a count, after their sum as the count of `all`. */
export function withTotal<S extends string>(
  states: readonly S[],
  counts: Readonly<Partial<Record<S, number>>>,
): { state: S | 'all'; count: number }[] {
  const each = states.map(state => ({ state, count: counts[state] ?? 0 }));
  return [{ state: 'all', count: each.reduce((sum, { count }) => sum + count, 0) }, ...each];
}
