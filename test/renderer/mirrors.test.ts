import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../src/renderer');

/** Properties and values of CSS that name a side of the screen, in styles of Griffel and in CSS text. */
const SIDES = [
  /\b(margin|padding|border|inset|scrollMargin|scrollPadding)(Left|Right)\w*['"]?:/,
  /\bborder(Top|Bottom)(Left|Right)Radius['"]?:/,
  /\b(margin|padding|border|inset)-(left|right)\b/,
  /^\s*['"]?(left|right)['"]?: (0|['"`]|tokens\.)/,
  /\b(textAlign|text-align|float|clear)['"]?:\s*['"]?(left|right)\b/,
];

test('no style names left or right: Griffel mirrors such a style, CSS of the page does not, and start and end say what is meant', () => {
  const found = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(tsx?|css|html)$/.test(name))
    .flatMap(name => {
      const lines = readFileSync(join(folder, name), 'utf8').split('\n');
      return lines.filter(line => SIDES.some(side => side.test(line))).map(line => `${name}: ${line.trim()}`);
    });
  expect(found).toEqual([]);
});

test.each([
  "marginLeft: '8px',",
  'borderTopLeftRadius: 0,',
  "textAlign: 'right',",
  'right: 0,',
  '.a { margin-left: 8px }',
])('notices %s', line => {
  expect(SIDES.some(side => side.test(line))).toBe(true);
});
