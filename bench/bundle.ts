/** The size of what the window loads. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Figure } from './figure.ts';

const root = join(import.meta.dirname, '..');
const assets = join(root, 'out/renderer/assets');

export function bundleFigures(): Figure[] {
  if (!existsSync(assets))
    spawnSync('electron-vite', ['build', '--logLevel', 'error'], { cwd: root, stdio: 'inherit' });
  const files = readdirSync(assets).map(name => readFileSync(join(assets, name)));
  const raw = files.reduce((sum, file) => sum + file.length, 0);
  const packed = files.reduce((sum, file) => sum + gzipSync(file).length, 0);
  return [
    { name: 'renderer bundle', value: raw / 1000, unit: 'kB' },
    { name: 'renderer bundle, gzip', value: packed / 1000, unit: 'kB' },
  ];
}
