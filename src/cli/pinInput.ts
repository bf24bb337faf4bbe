import { createInterface } from 'node:readline';
import { type Readable, Writable } from 'node:stream';
import { KeydeskError } from '../contract/errors/errors.ts';
import type { PinQuestion } from '../main/features/enrollment/attendant.ts';
import { wordsOf } from '../words/say.ts';
import { readLines } from './lines.ts';

/**
 * Reads the first line of a stream, by which scripts pass a PIN or a secret.
 * @throws KeydeskError invalid-input; the reason of `signal` if it aborts
 */
export async function readPin(input: Readable, signal: AbortSignal): Promise<string> {
  const [pin = ''] = await readLines(input, 1, signal);
  return pin;
}

/** Returns whether there is a terminal to ask a person. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Where a person types and reads the prompt: the terminal, or its replacement in a test. */
export interface Terminal {
  readonly input: Readable;
  readonly prompts: Writable;
}

/**
 * Asks on the terminal, without echo. The prompt goes to stderr, because stdout is for the answer.
 * @throws KeydeskError cancelled on Ctrl-C, Ctrl-D and the end of the input; the reason of `signal` if it aborts
 */
export async function askHidden(
  question: PinQuestion,
  signal: AbortSignal,
  { input, prompts }: Terminal = { input: process.stdin, prompts: process.stderr },
): Promise<string> {
  signal.throwIfAborted();
  const { state } = question;
  const words = wordsOf('commandLine');
  const prompt =
    question.kind === 'pin'
      ? words.askPin({ retries: state.retries })
      : words.askNewPin({ min: state.minLength, max: state.maxLength });
  // SECURITY: readline echoes to its output, so this output drops everything. The terminal's own echo is off once
  // readline has the terminal, so the prompt waits for that.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const aborted = () => reject(signal.reason);
  const left = () => reject(new KeydeskError('cancelled'));
  // At the end of its input, readline would return an incomplete PIN as a line, which would cost an attempt. This
  // listener runs first.
  input.once('end', left);
  const terminal = createInterface({ input, output: silent, terminal: true });
  prompts.write(prompt);
  signal.addEventListener('abort', aborted, { once: true });
  terminal.once('line', resolve);
  terminal.once('SIGINT', left);
  // Ctrl-D on an empty line.
  terminal.once('close', left);
  try {
    return await promise;
  } finally {
    signal.removeEventListener('abort', aborted);
    input.off('end', left);
    terminal.close();
    prompts.write('\n');
  }
}
