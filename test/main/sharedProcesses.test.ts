import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Returns the hooks that a helper registers when it is loaded, and not when it is called. */
function hooksOf(program: string): string[] {
  return program.match(/^(before|after)(All|Each)\(/gm) ?? [];
}

test('a hook of a module is found, one in a function is not', () => {
  expect(hooksOf('afterEach(async () => {\n')).toEqual(['afterEach(']);
  expect(hooksOf('function open() {\n  afterEach(close);\n}\n')).toEqual([]);
});

// Files share processes, and a module is loaded for the first of them only. It would clean up for that file, and for no other.
test('no helper registers hooks when it is loaded', () => {
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const helpers = names.filter(name => /(?<!\.test)\.ts$/.test(name) && !/^e2e[\\/]setup\.ts$/.test(name));
  expect(helpers.length).toBeGreaterThan(50);
  expect(helpers.filter(name => hooksOf(readFileSync(join(root, name), 'utf8')).length > 0)).toEqual([]);
});
