import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildInitrd } from './initrd.ts';
import { type Kernel, requireKernel, requirePrograms } from './kernel.ts';

/** Timeout for the machine, in ms. A machine that runs longer hangs and is stopped. */
const LIMIT = 900_000;

/**
 * Boots a virtual machine that sees this computer's files, read-only below an overlay, runs a shell script in it and
 * returns the script's exit code. `share` is a folder that it may write to, at the same path. It has no network.
 * @throws Missing if this computer cannot run it
 */
export async function runInMachine(script: string, share: string): Promise<number> {
  requirePrograms();
  const kernel = requireKernel();
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-machine-'));
  try {
    writeFileSync(join(share, 'run'), script);
    const args = qemuArguments(kernel, buildInitrd(kernel, folder), share);
    const qemu = spawn('qemu-system-x86_64', args, { stdio: ['ignore', 'inherit', 'inherit'], timeout: LIMIT });
    await new Promise(resolve => qemu.on('close', resolve));
    const status = join(share, 'status');
    return existsSync(status) ? Number(readFileSync(status, 'utf8')) : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function qemuArguments(kernel: Kernel, initrd: string, share: string): string[] {
  const folder = (tag: string, path: string, readonly: 'on' | 'off') => [
    ...['-fsdev', `local,id=${tag},path=${path},security_model=none,multidevs=remap,readonly=${readonly}`],
    ...['-device', `virtio-9p-pci,fsdev=${tag},mount_tag=${tag}`],
  ];
  return [
    // One thread for all CPUs: with several, code that Node compiles is sometimes executed half-written. An old
    // processor, because the vector instructions of newer ones are slow to emulate and Node would use them.
    ...['-accel', 'tcg,thread=single', '-cpu', 'Nehalem', '-smp', '1', '-m', '2048'],
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-net', 'none', '-no-reboot', '-serial', 'stdio'],
    ...['-kernel', kernel.image, '-initrd', initrd],
    ...['-append', `console=ttyS0 quiet panic=-1 mitigations=off share=${share}`],
    ...folder('host', '/', 'on'),
    ...folder('share', share, 'off'),
  ];
}
