import { execFile } from 'node:child_process';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { childEnvironment } from '../base/childEnvironment.ts';

const run = promisify(execFile);

/** How long processes that were killed may take to be gone, in ms, and how often to look. */
const PATIENCE = 5000;
const LOOK = 50;
/** How long a command may take that lists processes, in ms: PowerShell starts slowly. */
const COMMAND = 20_000;

/**
 * Ends all processes of the browser that uses a profile, and returns when they are gone.
 * SECURITY: a process is ended only if it belongs to this user and its command line names the profile, whose name is random.
 * No process id is kept: the system gives it to another program later.
 * @param name the profile's folder, a UUID; nothing is ended for any other name
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

/** The profile has no value any more, so nothing is lost by an end without warning. The helpers follow (or name the profile). */
function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

async function processesOf(name: string): Promise<number[]> {
  const all = process.platform === 'linux' ? fromProc() : await fromPs();
  return all.filter(({ command }) => namesProfile(command, name)).map(({ pid }) => pid);
}

/** A helper writes its arguments as one text, with blanks between them. */
export function namesProfile(command: string, name: string): boolean {
  return new RegExp(`(^|[\\0 "])--user-data-dir=[^\\0]*[/\\\\]${name}($|[\\0 "])`).test(command);
}

interface Running {
  readonly pid: number;
  readonly command: string;
}

/** The processes of this user, without those that have ended and whose parent has not asked how. */
function fromProc(): Running[] {
  const uid = process.getuid?.();
  return readdirSync('/proc').flatMap(entry => {
    if (!/^\d+$/.test(entry)) return [];
    try {
      if (statSync(`/proc/${entry}`).uid !== uid) return [];
      // One that has ended has no command line.
      return [{ pid: Number(entry), command: readFileSync(`/proc/${entry}/cmdline`, 'utf8') }];
    } catch {
      // It ended while it was looked at.
      return [];
    }
  });
}

async function fromPs(): Promise<Running[]> {
  const options = { env: childEnvironment('node'), timeout: COMMAND, maxBuffer: 64 * 1024 * 1024 };
  // Without a list no process is ended; the profile is deleted all the same.
  const listed = await run('ps', ['-axww', '-o', 'pid=,uid=,command='], options).catch(() => ({ stdout: '' }));
  return parsePs(listed.stdout, process.getuid?.());
}

/** Reads what `ps -o pid=,uid=,command=` prints, and keeps what belongs to a user. */
export function parsePs(text: string, uid: number | undefined): Running[] {
  return text.split('\n').flatMap(line => {
    const [, pid, owner, command = ''] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
    return pid !== undefined && Number(owner) === uid ? [{ pid: Number(pid), command }] : [];
  });
}

/** The name comes by the environment, so that the command line of PowerShell does not name the profile itself. */
const SCRIPT = `
$me = [System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value
Get-CimInstance Win32_Process | Where-Object {
  $_.CommandLine -match ('--user-data-dir=.*[\\\\/]' + $env:PROFILE_NAME + '($|[" ])') -and
  (Invoke-CimMethod -InputObject $_ -MethodName GetOwnerSid).Sid -eq $me
} | ForEach-Object { Stop-Process -Id $_.ProcessId -Force -ErrorAction SilentlyContinue }`;

async function endOnWindows(name: string): Promise<void> {
  const options = { env: { ...childEnvironment('node'), PROFILE_NAME: name }, timeout: COMMAND, windowsHide: true };
  const command = ['-NoProfile', '-NonInteractive', '-Command', SCRIPT];
  // Where PowerShell is forbidden no process is ended; the profile is deleted all the same, as far as it is not in use.
  await run('powershell.exe', command, options).catch(() => undefined);
}
