import { execFileSync } from 'node:child_process';
import { readFileSync, statSync } from 'node:fs';
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

test('measures only the parts that are named, and leaves the report of all parts as it is', () => {
  const report = join(bench, '../bench.json');
  const before = statSync(report, { throwIfNoEntry: false })?.mtimeMs;
  const command = [join(bench, '../scripts/bench.mjs'), 'report-counts', '--json'];
  const { figures } = JSON.parse(execFileSync(process.execPath, command, { encoding: 'utf8' }));
  const names: string[] = figures.map(({ name }: { name: string }) => name);
  expect(names.length).toBeGreaterThan(0);
  expect(names.filter(name => !/reports|transactions/.test(name))).toEqual([]);
  expect(statSync(report, { throwIfNoEntry: false })?.mtimeMs).toBe(before);
});
