import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../src');

/**
 * Returns the lines of a program on which a catch takes no error, so that nothing can say what went wrong, and no comment gives
 * the reason: in the block, above the statement, or above the function that does nothing else.
 */
function silentCatches(program: string): number[] {
  const lines = program.split('\n');
  const isComment = (at: number) => /^\s*(\/\/|\*|\/\*)/.test(lines[at] ?? '');
  return [...lines.keys()].filter(at => {
    const line = lines[at] ?? '';
    if (isComment(at) || !/\bcatch \{|\.catch\(\(\) =>/.test(line)) return false;
    const [start, end] = line.includes('.catch(') ? [statementAt(lines, at), at] : blockAt(lines, at);
    const within = lines.slice(at, end + 1).some(each => /\/\/|\bthrow |\breject\(/.test(each));
    return !within && !isComment(start - 1) && !isComment(functionAt(lines, start) - 1);
  });
}

function indentOf(line: string | undefined): number {
  return /^ */.exec(line ?? '')?.[0].length ?? 0;
}

/** The lines of the try and of the end of the catch that stands on a line. */
function blockAt(lines: readonly string[], at: number): [number, number] {
  const indent = indentOf(lines[at]);
  let start = at - 1;
  while (start > 0 && !(indentOf(lines[start]) === indent && /\btry \{/.test(lines[start] ?? ''))) start--;
  let end = at + 1;
  while (end < lines.length && !(indentOf(lines[end]) <= indent && (lines[end] ?? '') !== '')) end++;
  return [start, end];
}

/** The first line of a statement that is broken before its dots. */
function statementAt(lines: readonly string[], at: number): number {
  let start = at;
  while (/^\s*[.)}\]]/.test(lines[start] ?? '')) start--;
  return start;
}

/** The line of a function whose first statement begins on a line; that line itself where there is none. */
function functionAt(lines: readonly string[], start: number): number {
  const above = lines
    .slice(0, start)
    .findLastIndex(line => !/^(\s{4,}|\)| {2}\w[\w?]*: .*,$| {2}\{ .* \}: .*,$)/.test(line));
  const header = lines[above] ?? '';
  if (/^(export )?(async )?function\*? /.test(header)) return above;
  const own = lines[start - 1] ?? '';
  return /\) ?(: [^=]*)?(=> )?\{$/.test(own) ? start - 1 : start;
}

describe('a catch that takes no error', () => {
  test.each([
    ['try {\n  a();\n} catch {\n  return null;\n}', [2]],
    ['try {\n  a();\n} catch {\n  // Nothing is lost.\n  return null;\n}', []],
    ['// Nothing is lost.\ntry {\n  a();\n} catch {\n  return null;\n}', []],
    ['/** Null for no JSON. */\nfunction a() {\n  try {\n    b();\n  } catch {\n    return null;\n  }\n}', []],
    ['/** Does much. */\nfunction a() {\n  b();\n  try {\n    b();\n  } catch {\n    return null;\n  }\n}', [5]],
    ['await a().catch(() => undefined);', [0]],
    ['// It ends anyway.\nawait a().catch(() => undefined);', []],
    ['// It ends anyway.\nawait a()\n  .b()\n  .catch(() => undefined);', []],
    ['await a().catch(error => log(error));', []],
    ['try {\n  a();\n} catch {\n  throw new Error();\n}', []],
  ])('%j', (program, expected) => {
    expect(silentCatches(program)).toEqual(expected);
  });

  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => /\.tsx?$/.test(name));
  test('has a reason, everywhere', () => {
    expect(files.length).toBeGreaterThan(500);
    const silent = files.flatMap(file =>
      silentCatches(readFileSync(join(root, file), 'utf8')).map(at => `${file}:${at + 1}`),
    );
    expect(silent).toEqual([]);
  });
});
