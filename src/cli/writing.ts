import { type BigIntStats, closeSync, fstatSync, openSync, writeSync } from 'node:fs';
import { showHidden } from '../contract/text/visibleText.ts';
import { surviveClosedOutput } from '../main/base/closedOutput.ts';
import { wordsOf } from '../words/say.ts';

/** Error codes of a write if the reader has ended: a pipe, a socket, a closed terminal. */
const READER_GONE: readonly (string | undefined)[] = ['EPIPE', 'ECONNRESET', 'EIO', 'ERR_STREAM_DESTROYED'];
/** The terminal, for texts that a person must read even if stdout and stderr are redirected. */
const TERMINAL = process.platform === 'win32' ? '\\\\.\\CONOUT$' : '/dev/tty';

let stdoutClosed = false;

/**
 * Lets the command continue if its output cannot be written. A reader that has read enough (`| head`) is not a failure.
 * Any other failed write to stdout (a full disk) sets the exit code to 1, with a line on stderr.
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
 * Returns a line with its hidden characters made visible, such as `\u{1b}` for ESC. SECURITY: output contains texts
 * from keys, servers and files. No such text may move the cursor, begin a new line or reverse the line.
 */
export function terminalLine(text: string): string {
  return showHidden(text);
}

/** Writes to stdout. Resolves to whether the text was written; also false if stdout was closed. */
export function writeOut(text: string): Promise<boolean> {
  if (stdoutClosed) return Promise.resolve(false);
  return new Promise(resolve => process.stdout.write(text, error => resolve(error == null)));
}

/** Writes to stderr. Resolves to whether the text was written. */
export function writeErr(text: string): Promise<boolean> {
  return new Promise(resolve => process.stderr.write(text, error => resolve(error == null)));
}

/**
 * Writes text that is shown only once: to stdout, or else to the terminal, or to a program that reads stderr. SECURITY:
 * never to a file or to the system's journal through stderr, because those are logs. Resolves to whether it was
 * written.
 * @param answer The text for stdout; undefined if stdout already has the answer of this command
 * @param words The text for people
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

/** Writes to the terminal. Returns false if there is none. */
function writeTerminal(words: string): boolean {
  try {
    const terminal = openSync(TERMINAL, 'w');
    if (words !== '') writeSync(terminal, words);
    closeSync(terminal);
    return true;
  } catch {
    // No terminal: the caller has other destinations.
    return false;
  }
}

/** Why Keydesk must not create a secret that is shown only once. */
export type SecretFault = 'nowhere' | 'log' | 'no-second-place';

/**
 * Returns why a secret could be lost or would be in a log, or undefined if it will be shown. A file to which only
 * stdout is redirected was chosen for the answer. A program that reads stdout may end too early, so a second
 * destination is needed.
 */
export function secretFault(): SecretFault | undefined {
  if (process.stdout.isTTY === true) return undefined;
  const [out, err] = [statOf(1), statOf(2)];
  // A device that is not a terminal: /dev/null, which Node opens instead of a closed stdout, or NUL.
  if (out === undefined || out.isCharacterDevice()) return 'nowhere';
  const same = err !== undefined && err.dev === out.dev && err.ino === out.ino;
  if (isJournal(out) || (out.isFile() && same)) return 'log';
  if (out.isFile() || process.stderr.isTTY === true || writeTerminal('')) return undefined;
  return leadsToProgram(err) && !same ? undefined : 'no-second-place';
}

function leadsToProgram(stats: BigIntStats | undefined): boolean {
  return stats !== undefined && (stats.isFIFO() || stats.isSocket()) && !isJournal(stats);
}

/**
 * systemd puts the device and inode of the journal's socket or pipe into this variable (systemd.exec(5),
 * $JOURNAL_STREAM).
 */
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
