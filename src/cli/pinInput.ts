import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';
import type { PinQuestion } from '../main/enrollment/conductor.ts';

/** The first line of a stream, without its line end: the form in which scripts hand over a PIN. */
export async function readPin(input: NodeJS.ReadableStream): Promise<string> {
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  for await (const line of lines) {
    lines.close();
    return line;
  }
  return '';
}

/** Whether there is a person at a terminal to ask. */
export function canAsk(): boolean {
  return process.stdin.isTTY === true && process.stderr.isTTY === true;
}

/** Asks on the terminal, without showing what is typed. The prompt goes to stderr: stdout is for the answer. */
export async function askHidden(question: PinQuestion): Promise<string> {
  const { state } = question;
  const rules = `${state.minLength} to ${state.maxLength} characters`;
  const left = state.retries === undefined ? '' : `, ${state.retries} attempts left`;
  const prompt = question.kind === 'pin' ? `PIN of the key${left}: ` : `New PIN for the key (${rules}): `;
  process.stderr.write(prompt);
  // SECURITY: readline echoes to its output; this one swallows it.
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      terminal.once('line', resolve);
      terminal.once('SIGINT', () => reject(new Error('interrupted')));
    });
  } finally {
    terminal.close();
    process.stderr.write('\n');
  }
}
