import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const bench = join(import.meta.dirname, '../../bench');

test('all that is measured loads without a test runner', () => {
  const main = readFileSync(join(bench, 'main.ts'), 'utf8');
  const modules = [...main.matchAll(/from '\.\/(.+\.ts)'/g)].map(([, name = '']) => join(bench, name));
  expect(modules.length).toBeGreaterThan(10);
  const program = `await Promise.all(${JSON.stringify(modules)}.map(file => import(file)));`;
  execFileSync(process.execPath, ['--input-type=module', '--eval', program], { stdio: 'pipe' });
});
