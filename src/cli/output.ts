import { ORPCError } from '@orpc/server';
import { type Failure, failureSchema, toFailure } from '../contract/failure.ts';
import { wordsFor } from '../contract/words.ts';

/** Prints one answer on stdout: a JSON object for scripts, or lines for people. */
export function print(json: boolean, answer: object, lines: () => string[]): void {
  process.stdout.write(json ? `${JSON.stringify(answer)}\n` : `${lines().join('\n')}\n`);
}

/** A failure in the form that scripts rely on: `error{code,message,next,cause?}`. */
export function errorObject(failure: Failure): { code: string; message: string; next: string; cause?: string } {
  const cause = failure.cause?.join(' <- ');
  return { code: failure.code, ...wordsFor(failure), ...(cause === undefined ? {} : { cause }) };
}

/** Tells a failure: on stdout as JSON, else on stderr in words. `more` joins the JSON object. */
export function printFailure(json: boolean, failure: Failure, more: object = {}): void {
  const error = errorObject(failure);
  if (json) process.stdout.write(`${JSON.stringify({ ok: false, error, ...more })}\n`);
  else
    process.stderr.write(`${error.message}\n${error.next}\n${error.cause === undefined ? '' : `(${error.cause})\n`}`);
}

/** Whatever a contract call threw, as a failure. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ORPCError && thrown.code === 'KEYDESK') return failureSchema.parse(thrown.data);
  return toFailure(thrown);
}

/** Rows as aligned columns, for people. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0))) ?? [];
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
