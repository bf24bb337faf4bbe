import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../src');

/** Returns the imports in types of a program, such as `import('./a.ts').A`, on one line or over several. */
function importTypes(program: string): string[] {
  return [...program.matchAll(/(?<!\bawait\s+)\bimport\s*\(\s*['"`][^'"`]*/g)].map(([found]) => found);
}

describe('an import in a type', () => {
  // dependency-cruiser does not see it, so no rule about who may import whom would apply.
  test('is in no file of src: `import type` is checked by the import rules', () => {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => /\.(tsx?|mjs)$/.test(name));
    expect(files.length).toBeGreaterThan(500);
    const found = files.flatMap(name => importTypes(readFileSync(join(root, name), 'utf8')).map(line => [name, line]));
    expect(found).toEqual([]);
  });

  test.each([
    ["type Core = import('../main/app/core.ts').Core;", 1],
    ["const load: typeof import('electron').app = app;", 1],
    ["/** @param {import('./electron.mjs').Plan} plan */", 1],
    ["type Core = import(\n  '../main/app/core.ts'\n).Core;", 1],
    ['type Core = typeof import (\n\t"../main/app/core.ts",\n);', 1],
    ["const { app } = await\n  import('electron');", 0],
    ["const { app } = await import(\n  'electron',\n);", 0],
    ["export type { Core } from '../main/app/core.ts';", 0],
    ["const { app } = await import('electron');", 0],
  ])('is found in %s: %d', (line, count) => expect(importTypes(line)).toHaveLength(count));
});
