import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { writeAddressFile } from '../../../src/main/shells/addressFile.ts';

let parent: string;
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'keydesk-address-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

test.skipIf(process.platform === 'win32')('only its owner can read it, under any umask', () => {
  const umask = process.umask(0);
  try {
    const { path } = writeAddressFile('http://127.0.0.1:1/#token=abc', parent);
    expect([statSync(path).mode & 0o777, statSync(dirname(path)).mode & 0o777]).toEqual([0o600, 0o700]);
  } finally {
    process.umask(umask);
  }
});

test('leads to the address, whatever is in it, and to nothing else', () => {
  const { path, href } = writeAddressFile(`https://login.example/a?x=1&state="'><script>alert(1)</script>#f`, parent);
  expect(fileURLToPath(href)).toBe(path);
  const page = readFileSync(path, 'utf8');
  expect(page).not.toContain('<script>');
  const [, target = ''] = /url=([^"]+)"/.exec(page) ?? [];
  expect(target.replaceAll('&amp;', '&').replaceAll('&#39;', "'")).toBe(
    `https://login.example/a?x=1&state=%22%27%3E%3Cscript%3Ealert(1)%3C/script%3E#f`,
  );
});

test('is deleted on request, and with the process', () => {
  const file = writeAddressFile('https://login.example/', parent);
  file.remove();
  file.remove();
  expect(existsSync(dirname(file.path))).toBe(false);
  const module = join(import.meta.dirname, '../../../src/main/shells/addressFile.ts');
  const code = `const { writeAddressFile } = await import(${JSON.stringify(module)}); console.log(writeAddressFile('https://login.example/', ${JSON.stringify(parent)}).path); process.exit(3)`;
  expect(() => execFileSync(process.execPath, ['--input-type=module', '-e', code], { stdio: 'ignore' })).toThrow(
    'Command failed',
  );
  expect(readdirSync(parent)).toEqual([]);
});
