import { closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { showHidden } from '../contract/visibleText.ts';
import { surviveClosedOutput } from '../main/closedOutput.ts';

/** How a write fails when the reader ended: a pipe, a socket, a terminal that was closed. */
const READER_GONE: readonly (string | undefined)[] = ['EPIPE', 'ECONNRESET', 'EIO', 'ERR_STREAM_DESTROYED'];
/** Where the person at the terminal reads even if stdout and stderr lead elsewhere. */
const TERMINAL = process.platform === 'win32' ? '\\\\.\\CONOUT$' : '/dev/tty';

let stdoutClosed = false;

/**
 * Lets the command go on when its output cannot be written. A reader that has read enough (`| head`) is no failure. Any other failed
 * write to stdout (a full disk) sets the exit code 1, with a line on stderr.
 */
export function guardOutput(): void {
  surviveClosedOutput((error, stream) => {
    if (stream !== process.stdout || stdoutClosed) return;
    stdoutClosed = true;
    if (READER_GONE.includes(error.code)) return;
    process.exitCode = 1;
    process.stderr.write(`${terminalLine(`The answer could not be written: ${error.message}`)}\n`);
  });
}

/**
 * Returns a line with its hidden characters made visible, such as `\u{1b}` for ESC. SECURITY: texts from keys, servers and files are in
 * what is printed. No such text may move the cursor, begin a line of its own or turn the line around.
 */
export function terminalLine(text: string): string {
  return showHidden(text);
}

/** Writes to stdout. Resolves to whether the text was written; false as well after stdout was closed. */
export function writeOut(text: string): Promise<boolean> {
  if (stdoutClosed) return Promise.resolve(false);
  return new Promise(resolve => process.stdout.write(text, error => resolve(error == null)));
}

/** Writes to stderr. Resolves to whether the text was written. */
export function writeErr(text: string): Promise<boolean> {
  return new Promise(resolve => process.stderr.write(text, error => resolve(error == null)));
}

/**
 * Writes what is shown only once: to stdout, else to stderr, else to the terminal.
 * @param answer for stdout
 * @param words for stderr and the terminal
 */
export async function writeSurely(answer: string, words: string): Promise<void> {
  if ((await writeOut(answer)) || (await writeErr(words))) return;
  process.exitCode = 1;
  try {
    const terminal = openSync(TERMINAL, 'w');
    writeSync(terminal, words);
    closeSync(terminal);
  } catch {
    // No one can be reached. The exit code says that the answer was lost.
  }
}

/**
 * Whether all that is written to stdout is lost: it is a device that is no terminal, such as /dev/null, which Node opens in place of a
 * closed stdout, or NUL.
 */
export function stdoutLeadsNowhere(): boolean {
  try {
    return process.stdout.isTTY !== true && fstatSync(1).isCharacterDevice();
  } catch {
    return true;
  }
}
