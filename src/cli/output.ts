import { ORPCError } from '@orpc/server';
import { type Failure, failureSchema, toFailure } from '../contract/failure.ts';
import { escapeHidden } from '../contract/visibleText.ts';
import { wordsFor } from '../contract/words.ts';
import { linesOf } from '../main/fatalErrors.ts';
import { terminalLine, writeErr, writeOnce, writeOut } from './writing.ts';

/** Erases the line of the terminal that the cursor is in. */
const ERASE_LINE = '\r\u001b[K';

/** Prints one answer on stdout: a JSON object for scripts, or lines for people. */
export function print(json: boolean, answer: object, lines: () => string[]): void {
  if (json) void writeOut(jsonLine(answer));
  else printLines(lines());
}

/** Prints an answer with a secret that is shown only once. If stdout is closed, it goes to the terminal or to stderr. */
export function printOnce(json: boolean, answer: object, lines: () => string[]): Promise<void> {
  const words = textOf(lines());
  return writeOnce(json ? jsonLine(answer) : words, words);
}

/** Prints lines for people on stdout. */
export function printLines(lines: readonly string[]): void {
  void writeOut(textOf(lines));
}

/** Prints a line for people on stderr: a step, a prompt, a warning. */
export function tell(line: string): void {
  void writeErr(textOf([line]));
}

/** Shows progress in one line of the terminal, in place of the line shown before; an empty line ends it. */
export function tellProgress(line: string): void {
  void writeErr(`${ERASE_LINE}${terminalLine(line)}`);
}

/** One JSON object in one line. SECURITY: escaped so that it may be shown at a terminal; its value stays the same. */
function jsonLine(answer: object): string {
  return `${escapeHidden(JSON.stringify(answer))}\n`;
}

function textOf(lines: readonly string[]): string {
  return `${lines.map(terminalLine).join('\n')}\n`;
}

/** A failure in the form that scripts rely on: `error{code,message,next,cause?}`. */
export function errorObject(failure: Failure): { code: string; message: string; next: string; cause?: string } {
  const cause = failure.cause?.join(' <- ');
  return { code: failure.code, ...wordsFor(failure, 'command'), ...(cause === undefined ? {} : { cause }) };
}

/** Tells a failure: on stdout as JSON, else on stderr in words; also there if stdout is closed. `more` joins the JSON object. */
export function printFailure(json: boolean, failure: Failure, more: object = {}): void {
  const words = () => textOf(linesOf(failure));
  if (json)
    void writeOut(failureJson(failure, more)).then(
      read => (read && failure.code !== 'output-closed') || writeErr(words()),
    );
  else void writeErr(words());
}

/**
 * Tells a failure that comes with a secret which is shown only once. As JSON the secret is in `more`; in words it is an answer, on
 * stdout.
 */
export function printFailureOnce(json: boolean, failure: Failure, more: object, secret: string): Promise<void> {
  const words = textOf([secret]);
  if (json) return writeOnce(failureJson(failure, more), textOf([...linesOf(failure), secret]));
  printFailure(json, failure);
  return writeOnce(words, words);
}

function failureJson(failure: Failure, more: object): string {
  return jsonLine({ ok: false, error: errorObject(failure), ...more });
}

/** Whatever a contract call threw, as a failure. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ORPCError && thrown.code === 'KEYDESK') return failureSchema.parse(thrown.data);
  return toFailure(thrown);
}
