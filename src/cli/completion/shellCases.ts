import type { CommandHints } from './hints.ts';

/** Returns a text as one word of bash and zsh. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Returns branches of a `case` that accept the command's names. The script uses them for each typed word. */
export function commandCase(hints: readonly CommandHints[]): string {
  return hints.flatMap(({ path }) => (path === '' ? [] : [shellQuote(path)])).join('|');
}

/**
 * Returns branches of a `case "$path $option"` with the kind of value that the option has: `text`, `file`, `folder`, or
 * the words themselves.
 */
export function valueCases(hints: readonly CommandHints[]): string[] {
  const branches = new Map<string, string[]>();
  for (const { path, options } of hints) {
    for (const { name, value } of options) {
      if (value === 'none') continue;
      const kind = typeof value === 'string' ? value : `words ${value.join(' ')}`;
      branches.set(kind, [...(branches.get(kind) ?? []), shellQuote(`${path} ${name}`)]);
    }
  }
  return [...branches].map(([kind, patterns]) => `    ${patterns.join('|')}) value=${shellQuote(kind)} ;;`);
}
