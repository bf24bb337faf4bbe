import { spawn } from 'node:child_process';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Paper } from '../../../contract/handover/schema.ts';

/** The printers of this computer. */
export interface Printers {
  /** Returns the names of the printers; none if the system has no printing that Keydesk can use. Never rejects. */
  list(): Promise<readonly string[]>;
  /**
   * Prints a PDF. Resolves when the system's queue has it. SECURITY: the PDF goes through a pipe, so that Keydesk writes no PIN to the disk.
   * @throws KeydeskError printer-not-found, print-failed
   */
  print(printer: string, paper: Paper, pdf: AsyncIterable<Buffer>): Promise<void>;
}

/** How long one command of the printing system may take, in ms. */
const PATIENCE = 15_000;

/** The names of papers for `lp`. A roll has the size that its printer is set to. */
const media: Readonly<Record<Paper, readonly string[]>> = {
  a4: ['-o', 'media=A4'],
  letter: ['-o', 'media=Letter'],
  label62: [],
};

/**
 * Returns the printers of CUPS, which Linux and macOS print with. Windows has no command that prints a PDF.
 * @param environment of the commands `lp` and `lpstat`; CUPS_SERVER in it chooses another server
 */
export function cupsPrinters(environment: NodeJS.ProcessEnv = process.env): Printers {
  const list = async () => {
    if (process.platform === 'win32') return [];
    // Without CUPS there is no such command, and no printer.
    const { code, stdout } = await run('lpstat', ['-e'], environment).catch(() => ({ code: 1, stdout: '' }));
    return code === 0 ? stdout.split('\n').filter(name => name !== '') : [];
  };
  return {
    list,
    print: async (printer, paper, pdf) => {
      // SECURITY: only a known name becomes an argument, never one that `lp` would read as an option.
      if (!(await list()).includes(printer)) throw new KeydeskError('printer-not-found', { printer });
      const args = ['-d', printer, '-t', 'Keydesk', ...media[paper]];
      const { code, stderr } = await run('lp', args, environment, pdf).catch(cause => {
        throw new KeydeskError('print-failed', { printer, said: '' }, { cause });
      });
      if (code !== 0) throw new KeydeskError('print-failed', { printer, said: stderr.trim().slice(0, 200) });
    },
  };
}

interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command. Rejects if it cannot be started or does not end in time. */
async function run(
  command: string,
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  input: AsyncIterable<Buffer> = Readable.from([]),
): Promise<Ran> {
  const child = spawn(command, args, {
    env: { ...environment, LC_ALL: 'C' },
    timeout: PATIENCE,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', text => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    stderr += text;
  });
  const ended = new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  // A command that ends without reading everything says why by its exit code.
  const [code] = await Promise.all([ended, pipeline(input, child.stdin).catch(() => undefined)]);
  if (code === null) throw new Error(`${command} did not end in time`);
  return { code, stdout, stderr };
}
