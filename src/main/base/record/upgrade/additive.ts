import type { Constraint } from '../recordSchema.ts';
import type { Shape, TableShape } from './shape.ts';

/**
 * Returns whether desks of the version before may go on writing: what they write stays right in the new tables. That is so if shared tables only gained columns
 * with defaults, and tables were added. A trigger derives rows, which an older desk would not write; a reference can forbid what it deletes. So a change of these, of a
 * check or of a unique index makes it a reader. Whether rows were changed is for the caller to know.
 */
export function isAdditive(before: Shape, after: Shape): boolean {
  for (const [name, was] of before) {
    const now = after.get(name);
    if (now === undefined || !isExtended(was, now)) return false;
  }
  const added = [...after.values()].filter(({ table }) => !before.has(table.name));
  return added.every(({ references }) => references.every(({ name }) => !before.has(name)));
}

function isExtended(was: TableShape, now: TableShape): boolean {
  const inserted = insertedText(was.sql, now.sql);
  if (inserted === undefined || !same(was.uniques, now.uniques) || !same(was.references, now.references)) return false;
  if (was.triggers.join('\n') !== now.triggers.join('\n')) return false;
  const more = now.table.columns.slice(was.table.columns.length);
  if (more.length === 0) return inserted === '';
  if (was.table.isLog || was.table.columns.some((column, at) => now.table.columns[at]?.name !== column.name))
    return false;
  // A check of a new column may be about the old ones too, and an older desk does not know it.
  return (
    more.every(column => column.default !== null || !column.isRequired) &&
    !was.table.columns.some(({ name }) => new RegExp(`\\b${name}\\b`, 'i').test(inserted))
  );
}

/** Returns what a text has more than another, in one place; undefined if it differs in another way. */
function insertedText(before: string, after: string): string | undefined {
  let same = 0;
  while (same < before.length && before[same] === after[same]) same++;
  const rest = before.slice(same);
  if (after.length < before.length || !after.endsWith(rest)) return undefined;
  return after.slice(same, after.length - rest.length);
}

function same(some: readonly Constraint[], others: readonly Constraint[]): boolean {
  return some.map(({ sql }) => sql).join('\n') === others.map(({ sql }) => sql).join('\n');
}
