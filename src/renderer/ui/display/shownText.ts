import { strings } from '../../strings.ts';

/** Returns how many rows of a list are shown. */
export function shownText(shown: number, total: number): string {
  return strings.assignments.shown({ shown, total, more: shown < total });
}
