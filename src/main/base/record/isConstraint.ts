/** SQLITE_CONSTRAINT. An extended code has it in its low byte. */
const CONSTRAINT = 19;

/** Returns whether SQLite refused a row: by a check, a key, or the type of a column. */
export function isConstraint(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === CONSTRAINT;
}
