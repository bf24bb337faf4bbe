import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Messages } from '../../src/words/types.ts';

const SOURCE = resolve('src');

/** Returns every message of a catalog with its path, such as `assignments.states.pending`. */
export function messagesOf(catalog: Readonly<Record<string, Messages>>): { path: string; message: string }[] {
  const found: { path: string; message: string }[] = [];
  const walk = (at: unknown, names: readonly string[]) => {
    if (typeof at === 'string') found.push({ path: names.join('.'), message: at });
    else for (const [name, inner] of Object.entries(at as object)) walk(inner, [...names, name]);
  };
  walk(catalog, []);
  return found;
}

interface SourceFile {
  readonly text: string;
  readonly imports: readonly string[];
}

const files = new Map<string, SourceFile>();
for (const name of readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })) {
  const path = join(SOURCE, name);
  if (!/\.(tsx?|mjs)$/.test(name) || name.startsWith('words')) continue;
  const text = readFileSync(path, 'utf8');
  const imports = [...text.matchAll(/from '(\.[^']+)'/g)].map(([, target = '']) => resolve(dirname(path), target));
  files.set(path, { text, imports });
}
const whole = [...files.values()].map(({ text }) => text).join('\n');
const readers = new Map<string, string>();

/** Returns the text of the files that read an area, and of those that import from them. */
function textAbout(area: string): string {
  const known = readers.get(area);
  if (known !== undefined) return known;
  const direct = [...files].flatMap(([path, { text }]) =>
    new RegExp(`wordsOf\\(\\s*'${area}'`).test(text) ? [path] : [],
  );
  const around = [...files].filter(
    ([path, { imports }]) => direct.includes(path) || imports.some(target => direct.includes(target)),
  );
  const text = around.map(([, file]) => file.text).join('\n');
  readers.set(area, text);
  return text;
}

/**
 * Returns whether code uses a message: its name appears in a file that reads its area, or its code appears anywhere as
 * a text or a member. The compiler compares the codes of errors with the messages.
 */
export function isUsed(path: string): boolean {
  const [area = '', ...names] = path.split('.');
  if (area === 'errors') return true;
  const about = textAbout(area);
  return names.every((name, i) => {
    const word = new RegExp(`\\b${escaped(name)}\\b`);
    return word.test(i === 0 ? about : whole) || whole.includes(`'${name}'`);
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

export function sourceTexts(): string[] {
  return [...files.values()].map(({ text }) => text);
}
