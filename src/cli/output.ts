import { ORPCError } from '@orpc/server';
import { causeWords } from '../contract/causeWords.ts';
import { type Failure, failureSchema, toFailure } from '../contract/failure.ts';
import { wordsFor } from '../contract/words.ts';

/** Controls of the terminal (C0, DEL, C1), line and paragraph separators, and those that turn the direction of text. */
const CONTROLS = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;

/**
 * Returns a line with its control characters replaced by U+FFFD. SECURITY: texts from keys, servers and files are in what is
 * printed. No such text may move the cursor, begin a line of its own or turn the line around.
 */
export function terminalLine(text: string): string {
  return text.replaceAll(CONTROLS, '\ufffd');
}

/** Prints one answer on stdout: a JSON object for scripts, or lines for people. */
export function print(json: boolean, answer: object, lines: () => string[]): void {
  if (json) process.stdout.write(`${JSON.stringify(answer)}\n`);
  else printLines(lines());
}

/** Prints lines for people on stdout. */
export function printLines(lines: readonly string[]): void {
  process.stdout.write(`${lines.map(terminalLine).join('\n')}\n`);
}

/** Prints a line for people on stderr: a step, a prompt, a warning. */
export function tell(line: string): void {
  process.stderr.write(`${terminalLine(line)}\n`);
}

/** A failure in the form that scripts rely on: `error{code,message,next,cause?}`. */
export function errorObject(failure: Failure): { code: string; message: string; next: string; cause?: string } {
  const cause = failure.cause?.join(' <- ');
  return { code: failure.code, ...wordsFor(failure), ...(cause === undefined ? {} : { cause }) };
}

/** Tells a failure: on stdout as JSON, else on stderr in words. `more` joins the JSON object. */
export function printFailure(json: boolean, failure: Failure, more: object = {}): void {
  const error = errorObject(failure);
  if (json) return void process.stdout.write(`${JSON.stringify({ ok: false, error, ...more })}\n`);
  for (const line of [error.message, error.next, ...(failure.cause ?? []).map(cause => `(${causeWords(cause)})`)])
    tell(line);
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
