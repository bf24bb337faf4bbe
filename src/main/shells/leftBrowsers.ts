import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { childEnvironment } from '../base/childEnvironment.ts';

const run = promisify(execFile);

/** How long killed processes may take to disappear, and how often to check, in ms. */
const PATIENCE = 5000;
const LOOK = 50;
/** Timeout for commands that list processes, in ms. PowerShell starts slowly. */
const COMMAND = 20_000;

/**
 * Ends all processes of the browser that uses a profile, and returns when they have ended. SECURITY: ends only
 * processes of this user whose command line contains the random name of the profile. It does not store process ids,
 * because the system reuses them.
 * @param name The profile's folder, a UUID; for any other name nothing is ended
 */
export async function endBrowserOf(name: string): Promise<void> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(name)) return;
  if (process.platform === 'win32') return endOnWindows(name);
  const until = Date.now() + PATIENCE;
  for (;;) {
    const found = await processesOf(name);
    if (found.length === 0 || Date.now() > until) return;
    for (const pid of found) kill(pid);
    await delay(LOOK);
  }
}

/**
 * Kills a process. The profile is no longer needed, so killing loses nothing. The helpers end with it, or have the
 * profile in their own command line.
 */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has already ended.
  }
}

async function processesOf(name: string): Promise<number[]> {
  const all = process.platform === 'linux' ? fromProc() : await fromPs();
  return all.filter(({ command }) => namesProfile(command, name)).map(({ pid }) => pid);
}

/** Matches the whole text: a helper writes its arguments as one text, separated by spaces. */
export function namesProfile(command: string, name: string): boolean {
  return new RegExp(`(^|[\\0 "])--user-data-dir=[^\\0]*[/\\\\]${name}($|[\\0 "])`).test(command);
}

interface Running {
  readonly pid: number;
  readonly command: string;
}

/** Returns the processes of this user, without those that have ended and whose parent has not waited for them. */
function fromProc(): Running[] {
  const uid = process.getuid?.();
  return readdirSync('/proc').flatMap(entry => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      if (statSync(`/proc/${entry}`).uid !== uid) return [];
      // A process that has ended has no command line.
      return [{ pid: Number(entry), command: readFileSync(`/proc/${entry}/cmdline`, 'utf8') }];
    } catch {
      // The process ended meanwhile.
      return [];
    }
  });
}

async function fromPs(): Promise<Running[]> {
  const options = { env: childEnvironment('node'), timeout: COMMAND, maxBuffer: 64 * 1024 * 1024 };
  // Without a list no process is ended. The profile is deleted anyway.
  const listed = await run('ps', ['-axww', '-o', 'pid=,uid=,command='], options).catch(() => ({ stdout: '' }));
  return parsePs(listed.stdout, process.getuid?.());
}

/** Parses the output of `ps -o pid=,uid=,command=`. Returns the processes of a user. */
export function parsePs(text: string, uid: number | undefined): Running[] {
  return text.split('\n').flatMap(line => {
    const [, pid, owner, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid !== undefined && Number(owner) === uid ? [{ pid: Number(pid), command }] : [];
  });
}

/** The name is in the environment, so that PowerShell's own command line does not contain it. */
const SCRIPT = `
$me = [System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value
Get-CimInstance Win32_Process | Where-Object {
  $_.CommandLine -match ('--user-data-dir=.*[\\\\/]' + $env:PROFILE_NAME + '($|[" ])') -and
  (Invoke-CimMethod -InputObject $_ -MethodName GetOwnerSid).Sid -eq $me
} | ForEach-Object { Stop-Process -Id $_.ProcessId -Force -ErrorAction SilentlyContinue }`;

async function endOnWindows(name: string): Promise<void> {
  const options = { env: { ...childEnvironment('node'), PROFILE_NAME: name }, timeout: COMMAND, windowsHide: true };
  const command = ['-NoProfile', '-NonInteractive', '-Command', SCRIPT];
  // If PowerShell is forbidden, no process is ended. The profile is deleted as far as it is not in use.
  await run('powershell.exe', command, options).catch(() => undefined);
}
