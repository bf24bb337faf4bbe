import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');

/** A fenced block of a page. */
export interface Block {
  /** The line of the opening fence, counted from 1. */
  readonly line: number;
  /** The info string after the opening fence, such as `sh`. */
  readonly language: string;
  readonly code: string;
  /** The comment `<!-- docs: … -->` before the block, without its delimiters; undefined without one. */
  readonly marker: string | undefined;
}

/**
 * Returns every page that describes Keydesk to a reader: the Markdown files of the root folder, of docs/ and of
 * docs/decisions/.
 */
export function allPages(): string[] {
  const under = (folder: string) =>
    readdirSync(join(root, folder))
      .filter(name => name.endsWith('.md'))
      .map(name => join(folder, name));
  return [...under('.'), ...under('docs'), ...under(join('docs', 'decisions')), ...under(join('.github'))];
}

/** Returns README.md, CONTRIBUTING.md and the guides: pages whose command blocks the tests run. */
export function runnablePages(): string[] {
  const guides = readdirSync(join(root, 'docs')).filter(name => name.endsWith('.md'));
  return ['README.md', 'CONTRIBUTING.md', ...guides.map(name => join('docs', name))];
}

export function readPage(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/**
 * Returns the fenced blocks of a page, in order.
 * @throws Error for a fence that is not closed
 */
export function blocksOf(text: string): Block[] {
  const lines = text.split('\n');
  const blocks: Block[] = [];
  let open: { line: number; indent: string; language: string } | undefined;
  for (const [index, content] of lines.entries()) {
    const fence = /^(\s*)```(.*)$/.exec(content);
    if (fence === null) continue;
    if (open === undefined) {
      open = { line: index + 1, indent: fence[1] ?? '', language: (fence[2] ?? '').trim() };
      continue;
    }
    const { line, indent, language } = open;
    const code = lines.slice(line, index).map(row => (row.startsWith(indent) ? row.slice(indent.length) : row));
    blocks.push({ line, language, code: code.join('\n'), marker: markerBefore(lines, line - 1) });
    open = undefined;
  }
  if (open !== undefined) throw new Error(`line ${open.line}: this fence is not closed`);
  return blocks;
}

/** Returns the comment that ends on the last line before `index` that is not empty. */
function markerBefore(lines: readonly string[], index: number): string | undefined {
  let end = index - 1;
  while (end >= 0 && lines[end]?.trim() === '') end--;
  if (!lines[end]?.endsWith('-->')) return undefined;
  let start = end;
  while (start >= 0 && !lines[start]?.includes('<!--')) start--;
  const comment = lines.slice(start, end + 1).join('\n');
  return /<!-- docs:([\s\S]*)-->/.exec(comment)?.[1]?.trim();
}

/** Returns the text that a reader sees, without fenced blocks and comments. */
export function proseOf(text: string): string {
  return text
    .replaceAll(/^(\s*)```[\s\S]*?^\s*```$/gm, block => block.replaceAll(/[^\n]/g, ''))
    .replaceAll(/<!--[\s\S]*?-->/g, comment => comment.replaceAll(/[^\n]/g, ''));
}

/** Returns the anchors of a page's headings on GitHub. */
export function anchorsOf(text: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading] of proseOf(text).matchAll(/^#+ (.*)$/gm)) {
    const slug = (heading ?? '')
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count++) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}
