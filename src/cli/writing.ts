import { type BigIntStats, closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { showHidden } from '../contract/text/visibleText.ts';
import { surviveClosedOutput } from '../main/base/closedOutput.ts';
import { wordsOf } from '../words/say.ts';

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
    process.stderr.write(`${terminalLine(wordsOf('commandLine').unwritten({ message: error.message }))}\n`);
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
 * Writes what is shown only once: to stdout; else to the terminal, or to a program that reads stderr. SECURITY: never to a file that
 * stderr leads to, or to the journal of the system, which are logs.
 * Resolves to whether it was written.
 * @param answer for stdout; undefined if stdout already has the answer of this command
 * @param words for people
 */
export async function writeOnce(answer: string | undefined, words: string): Promise<boolean> {
  if (answer !== undefined && (await writeOut(answer))) return true;
  if (process.stderr.isTTY === true && (await writeErr(words))) return true;
  if (writeTerminal(words)) return true;
  if (leadsToProgram(statOf(2)) && (await writeErr(words))) return true;
  process.exitCode = 1;
  await writeErr(`${wordsOf('commandLine').unshown}\n`);
  return false;
}

/** Returns whether there is a terminal, and writes to it. */
function writeTerminal(words: string): boolean {
  try {
    const terminal = openSync(TERMINAL, 'w');
    if (words !== '') writeSync(terminal, words);
    closeSync(terminal);
    return true;
  } catch {
    // No terminal: the caller has other ways.
    return false;
  }
}

/** Why a secret that cannot be had again must not be made. */
export type SecretFault = 'nowhere' | 'log' | 'no-second-place';

/**
 * Returns why a secret could be lost, or would stay in a log; undefined if it is sure to be shown. A file that stdout alone leads to was
 * chosen for the answer. A program that reads stdout may end too early, so there must be a second place.
 */
export function secretFault(): SecretFault | undefined {
  if (process.stdout.isTTY === true) return undefined;
  const [out, err] = [statOf(1), statOf(2)];
  // A device that is no terminal: /dev/null, which Node opens in place of a closed stdout, or NUL.
  if (out === undefined || out.isCharacterDevice()) return 'nowhere';
  const same = err !== undefined && err.dev === out.dev && err.ino === out.ino;
  if (isJournal(out) || (out.isFile() && same)) return 'log';
  if (out.isFile() || process.stderr.isTTY === true || writeTerminal('')) return undefined;
  return leadsToProgram(err) && !same ? undefined : 'no-second-place';
}

function leadsToProgram(stats: BigIntStats | undefined): boolean {
  return stats !== undefined && (stats.isFIFO() || stats.isSocket()) && !isJournal(stats);
}

/** systemd names the socket or pipe that leads to the journal (systemd.exec(5), $JOURNAL_STREAM). */
function isJournal({ dev, ino }: BigIntStats): boolean {
  return process.env.JOURNAL_STREAM === `${dev}:${ino}`;
}

function statOf(descriptor: 1 | 2): BigIntStats | undefined {
  try {
    return fstatSync(descriptor, { bigint: true });
  } catch {
    // The descriptor is closed.
    return undefined;
  }
}
