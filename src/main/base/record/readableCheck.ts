import type { DatabaseSync } from 'node:sqlite';
import type { RecordTable } from './tables.ts';

/** The number with the greatest value that JSON carries exactly. */
const EXACT = Number.MAX_SAFE_INTEGER;

/**
 * Returns the condition for rows of the record that the tables of desks take: what SQLite checks, and numbers that JSON carries. SECURITY: without it, one row that somebody wrote past
 * Keydesk would keep all desks from following.
 */
export function readableCheck(sqlite: DatabaseSync, { name, columns }: RecordTable): string {
  const sql = sqlite.prepare("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?").get(name)?.sql;
  const ranges = columns.flatMap(column => {
    if (column.type === 'INTEGER') return [`"${column.name}" BETWEEN -${EXACT} AND ${EXACT}`];
    // Not a number is above all numbers.
    if (column.type === 'REAL') return [`"${column.name}" > '-infinity' AND "${column.name}" < 'infinity'`];
    return [];
  });
  const all = [...ranges, ...checksIn(String(sql))];
  return all.length === 0 ? 'true' : all.map(one => `(${one})`).join(' AND ');
}

/** Returns the conditions of the checks in a statement that creates a table. */
export function checksIn(sql: string): string[] {
  // Texts and quoted names may have parentheses, and comments anything.
  const parts = sql.match(/--[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^']|'')*'|"(?:[^"]|"")*"|\w+|\s+|./g) ?? [];
  const tokens = parts.filter(part => !part.startsWith('--') && !part.startsWith('/*'));
  const found: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    if (tokens[at]?.toUpperCase() !== 'CHECK') continue;
    let depth = 0;
    let condition = '';
    for (at++; at < tokens.length; at++) {
      const token = tokens[at] ?? '';
      if (token === ')' && --depth === 0) break;
      if (depth > 0) condition += token;
      if (token === '(') depth++;
    }
    found.push(condition.trim());
  }
  return found;
}
