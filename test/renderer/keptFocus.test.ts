import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../src/renderer');

/** Returns the tag whose attribute stands at a place: the nearest one before it that is not within the value of an attribute. */
function tagAt(text: string, place: number): string {
  let depth = 0;
  for (let at = place - 1; at >= 0; at--) {
    if (text[at] === '}') depth++;
    if (text[at] === '{') depth--;
    const tag = depth === 0 ? /^<([A-Za-z.]+)/.exec(text.slice(at, at + 40)) : null;
    if (tag !== null) return tag[1] ?? '';
  }
  return '';
}

/** Returns the lines of a file on which a button has the attribute `disabled`. */
function disabledButtons(file: string): string[] {
  const text = readFileSync(join(folder, file), 'utf8');
  return [...text.matchAll(/\sdisabled(?=[=\s>])/g)]
    .filter(({ index }) => tagAt(text, index).endsWith('Button'))
    .map(({ index }) => `${file}:${text.slice(0, index + 1).split('\n').length}`);
}

test('buttons are disabled by disabledFocusable: one that has the focus keeps it, and with it Escape', () => {
  expect(globSync('**/*.tsx', { cwd: folder }).flatMap(disabledButtons)).toEqual([]);
});
