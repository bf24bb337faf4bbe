/**
 * Returns the row that a key moves to in a grid, between the first row and the last; undefined for a key that does not move.
 * @param page the number of rows that fit
 */
export function rowAfterKey(key: string, at: { active: number; page: number; last: number }): number | undefined {
  const { active, page, last } = at;
  const moves: Readonly<Record<string, number>> = {
    ArrowDown: active + 1,
    ArrowUp: active - 1,
    PageDown: active + page,
    PageUp: active - page,
    Home: 0,
    End: last,
  };
  const row = moves[key];
  return row === undefined ? undefined : Math.min(Math.max(0, row), last);
}
