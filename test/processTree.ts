import { readdirSync, readFileSync } from 'node:fs';

/** A process as every user of a Linux computer sees it (command line), and its owner (environment). */
export interface SeenProcess {
  readonly pid: number;
  readonly commandLine: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Returns all living descendants of a process, however they were started (Linux). */
export function descendantsOf(root: number): SeenProcess[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter(entry => /^\d+$/.test(entry))) {
    // The name of the program is in parentheses and may contain anything. The parent is the second field after it.
    const parent = Number(read(`/proc/${name}/stat`).split(') ').at(-1)?.split(' ')[1]);
    if (parent > 0) parents.set(Number(name), parent);
  }
  const isBelow = (pid: number | undefined): boolean =>
    pid !== undefined && (parents.get(pid) === root || isBelow(parents.get(pid)));
  return [...parents.keys()].filter(isBelow).map(pid => ({
    pid,
    commandLine: read(`/proc/${pid}/cmdline`).replaceAll('\0', ' '),
    environment: Object.fromEntries(
      read(`/proc/${pid}/environ`)
        .split('\0')
        .filter(entry => entry !== '')
        .map(entry => [entry.slice(0, entry.indexOf('=')), entry.slice(entry.indexOf('=') + 1)]),
    ),
  }));
}

/** Returns an empty text if the process has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
