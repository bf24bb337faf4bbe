import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Kernel } from './kernel.ts';

/**
 * Kernel modules for the host's files over virtio, and for USB gadgets on a simulated host controller of the same
 * machine.
 */
const modules = [
  ...['virtio_pci', '9p', '9pnet_virtio', 'overlay'],
  ...['hid', 'hid-generic', 'usbhid', 'dummy_hcd', 'configfs', 'libcomposite', 'usb_f_hid'],
];

/** Builds the first file system of the machine in `folder`: busybox, the modules in loading order, and init.sh. */
export function buildInitrd(kernel: Kernel, folder: string): string {
  const tree = join(folder, 'initrd');
  for (const name of ['bin', 'modules', 'proc', 'sys', 'host', 'changes', 'root'])
    mkdirSync(join(tree, name), { recursive: true });
  copyFileSync('/usr/bin/busybox', join(tree, 'bin/busybox'));
  copyFileSync(join(import.meta.dirname, 'init.sh'), join(tree, 'init'));
  for (const [index, file] of loadingOrder(kernel).entries())
    copyFileSync(file, join(tree, 'modules', `${String(index).padStart(2, '0')}-${basename(file)}`));
  const archive = join(folder, 'initrd.cpio');
  execFileSync('sh', ['-c', `find . | cpio --quiet -o -H newc > "${archive}"`], { cwd: tree });
  return archive;
}

function loadingOrder({ folder, version }: Kernel): string[] {
  const args = ['-d', folder, '-S', version, '--show-depends', '-a', ...modules];
  const lines = execFileSync('/usr/sbin/modprobe', args, { encoding: 'utf8' }).split('\n');
  const files = lines.filter(line => line.startsWith('insmod ')).map(line => line.split(' ')[1] ?? '');
  return [...new Set(files)];
}
