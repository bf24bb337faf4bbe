import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../../../src');

// Its loop never ends below some folders, such as /proc, and a person may name any folder.
test('no program creates folders with the option recursive of mkdir: makePrivateFolder does it', () => {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => /\.(tsx?|mjs)$/.test(name));
  const recursive = /\bmkdir(Sync)?\([^;]*?\brecursive\b/;
  expect(files.filter(name => recursive.test(readFileSync(join(root, name), 'utf8')))).toEqual([]);
});
