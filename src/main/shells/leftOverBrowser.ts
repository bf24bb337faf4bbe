import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { childEnvironment } from '../childEnvironment.ts';

interface Process {
  readonly pid: number;
  readonly commandLine: string;
}

/** How often it is looked whether the processes have ended, in ms, and how many times. */
const LOOK = 100;
const LOOKS = 30;
const run = promisify(execFile);

/**
 * Ends every process of this user whose command line names a browser profile: the browser of a Keydesk that was killed, with its
 * helpers. The folder has a random name, so nothing else names it; a stored process id could be another program's by now.
 * Does nothing where the processes of this computer cannot be listed.
 * SECURITY: somebody is still signed in there.
 */
export async function endBrowserOf(profile: string): Promise<void> {
  for (let look = 0; look < LOOKS; look++) {
    const left = (await ownProcesses()).filter(({ commandLine }) => commandLine.includes(profile));
    if (left.length === 0) return;
    for (const { pid } of left) kill(pid);
    await delay(LOOK);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended meanwhile.
  }
}

async function ownProcesses(): Promise<Process[]> {
  try {
    if (process.platform === 'linux') return fromProc();
    const [program, args, line] = process.platform === 'win32' ? windows : posix;
    const { stdout } = await run(program, args, {
      env: childEnvironment('node'),
      maxBuffer: 64 << 20,
      windowsHide: true,
    });
    return stdout.split('\n').flatMap(text => {
      const [, pid, commandLine] = line.exec(text.trim()) ?? [];
      return pid === undefined || commandLine === undefined ? [] : [{ pid: Number(pid), commandLine }];
    });
  } catch {
    // Without a list nothing can be ended; the profile is deleted all the same.
    return [];
  }
}

/** Linux tells it in files, also where no `ps` is installed. */
function fromProc(): Process[] {
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .flatMap(name => {
      try {
        if (statSync(`/proc/${name}`).uid !== process.getuid?.()) return [];
        return [{ pid: Number(name), commandLine: readFileSync(`/proc/${name}/cmdline`, 'utf8') }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}

type Listing = readonly [program: string, args: readonly string[], line: RegExp];

const posix: Listing = ['ps', ['-ww', '-x', '-o', 'pid=,command='], /^(\d+) +(.*)$/];
/** Of other users' processes Windows shows the command line to administrators only. */
const windows: Listing = [
  'powershell.exe',
  [
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    'Get-CimInstance Win32_Process | ForEach-Object { "$($_.ProcessId) $($_.CommandLine)" }',
  ],
  /^(\d+) (.*)$/,
];
