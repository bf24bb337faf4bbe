import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import { KeydeskError } from '../contract/errors.ts';
import type { PinQuestion } from '../main/enrollment/conductor.ts';
import { readLines } from './lines.ts';

/** Reads the first line of a stream: the form in which scripts hand over a PIN or a secret. @throws KeydeskError invalid-input */
export async function readPin(input: NodeJS.ReadableStream): Promise<string> {
  const [pin = ''] = await readLines(input, 1);
  return pin;
}

/** Whether there is a person at a terminal to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/**
 * Asks on the terminal, without showing what is typed. The prompt goes to stderr: stdout is for the answer.
 * @throws KeydeskError cancelled on Ctrl-C
 */
export async function askHidden(question: PinQuestion): Promise<string> {
  const { state } = question;
  const rules = `${state.minLength} to ${state.maxLength} characters`;
  const left = state.retries === undefined ? '' : `, ${state.retries} attempts left`;
  const prompt = question.kind === 'pin' ? `PIN of the key${left}: ` : `New PIN for the key (${rules}): `;
  // SECURITY: readline echoes to its output, and this one swallows it; the terminal's own echo is off once readline has the
  // terminal, so the prompt waits for that.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write(prompt);
  try {
    return await new Promise<string>((resolve, reject) => {
      terminal.once('line', resolve);
      terminal.once('SIGINT', () => reject(new KeydeskError('cancelled')));
    });
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
