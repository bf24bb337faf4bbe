import { ORPCError } from '@orpc/server';
import { type Failure, failureSchema, toFailure } from '../contract/errors/failure.ts';
import { wordsFor } from '../contract/errors/words.ts';
import { escapeHidden } from '../contract/text/visibleText.ts';
import { linesOf } from '../main/base/fatalErrors.ts';
import { terminalLine, writeErr, writeOnce, writeOut } from './writing.ts';

/** Erases the line of the cursor. */
const ERASE_LINE = '\r\u001b[K';

/** Whether this command has printed its JSON object. Scripts parse stdout as one object. */
let answered = false;
/** Whether the command has ended with a failure. Abandoned work may return a result later. */
let ended = false;

function isFirstAnswer(): boolean {
  const first = !answered;
  answered = true;
  return first;
}

/** Call before each object of a command that runs until it is stopped and prints one object per line. */
export function allowAnotherAnswer(): void {
  answered = false;
}

/** Call after the failure that ends a command. Later answers are dropped, except secrets. */
export function endAnswers(): void {
  ended = true;
}

/** Prints one answer on stdout: a JSON object for scripts, or lines for people. */
export function print(json: boolean, answer: object, lines: () => string[]): void {
  if (ended) return;
  if (!json) printLines(lines());
  else if (isFirstAnswer()) void writeOut(jsonLine(answer));
}

/**
 * Prints an answer with a secret that is shown only once. If stdout is closed or already has the answer of this
 * command, the secret is written to the terminal or to stderr. Resolves to whether it was written.
 */
export function printOnce(json: boolean, answer: object, lines: () => string[]): Promise<boolean> {
  const words = textOf(lines());
  if (!json) return writeOnce(words, words);
  return writeOnce(isFirstAnswer() ? jsonLine(answer) : undefined, words);
}

/** Prints lines for people on stdout. */
export function printLines(lines: readonly string[]): void {
  if (!ended) void writeOut(textOf(lines));
}

/** Prints a line for people on stderr: a step, a prompt, a warning. */
export function tell(line: string): void {
  void writeErr(textOf([line]));
}

/** Shows progress on one line of the terminal, and replaces the line before. An empty line ends it. */
export function tellProgress(line: string): void {
  void writeErr(`${ERASE_LINE}${terminalLine(line)}`);
}

/** Returns a JSON object on one line. SECURITY: escaped so that a terminal may show it; its value stays the same. */
function jsonLine(answer: object): string {
  return `${escapeHidden(JSON.stringify(answer))}\n`;
}

function textOf(lines: readonly string[]): string {
  return `${lines.map(terminalLine).join('\n')}\n`;
}

/** Returns a failure in the format that scripts rely on: `error{code,message,next,cause?}`. */
export function errorObject(failure: Failure): { code: string; message: string; next: string; cause?: string } {
  const cause = failure.cause?.join(' <- ');
  return { code: failure.code, ...wordsFor(failure, 'command'), ...(cause === undefined ? {} : { cause }) };
}

/**
 * Prints a failure: as JSON on stdout, otherwise as text on stderr. The text also goes to stderr if stdout is closed or
 * already has the answer of this command. `more` is merged into the JSON object.
 */
export function printFailure(json: boolean, failure: Failure, more: object = {}): void {
  const words = () => textOf(linesOf(failure));
  if (json && isFirstAnswer())
    void writeOut(failureJson(failure, more)).then(
      read => (read && failure.code !== 'output-closed') || writeErr(words()),
    );
  else void writeErr(words());
}

/**
 * Prints a failure together with a secret that is shown only once. In JSON the secret is in `more`; as text it is an
 * answer on stdout. Resolves to whether the secret was written.
 */
export function printFailureOnce(json: boolean, failure: Failure, more: object, secret: string): Promise<boolean> {
  const words = textOf([secret]);
  if (json) {
    const answer = isFirstAnswer() ? failureJson(failure, more) : undefined;
    return writeOnce(answer, textOf([...linesOf(failure), secret]));
  }
  printFailure(json, failure);
  return writeOnce(words, words);
}

function failureJson(failure: Failure, more: object): string {
  return jsonLine({ ok: false, error: errorObject(failure), ...more });
}

/** Converts any error of a contract call to a failure. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof ORPCError && thrown.code === 'KEYDESK') return failureSchema.parse(thrown.data);
  return toFailure(thrown);
}
