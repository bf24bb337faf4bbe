import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { allPages, anchorsOf, proseOf, readPage, root, runnablePages } from './markdown.ts';

describe('links', () => {
  test.each(allPages())('%s leads to files and headings that exist', page => {
    const text = proseOf(readPage(page)).replaceAll(/`[^`\n]*`/g, '');
    const targets = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target]) => target ?? '');
    const dead = targets.filter(target => !/^[a-z]+:/.test(target)).filter(target => !leads(page, target));
    expect(dead).toEqual([]);
  });
});

function leads(page: string, target: string): boolean {
  const [path = '', anchor] = target.split('#');
  const file = path === '' ? join(root, page) : join(root, dirname(page), decodeURIComponent(path));
  if (!existsSync(file)) return false;
  if (anchor === undefined || statSync(file).isDirectory()) return true;
  return anchorsOf(readPage(relative(root, file))).has(anchor);
}

describe('paths in the text', () => {
  test.each(runnablePages())('%s names files of the repository that exist', page => {
    const paths = [...proseOf(readPage(page)).matchAll(/`((?:src|test|scripts|bench|build|docs)\/[\w./-]+)`/g)];
    expect(paths.map(([, path]) => path ?? '').filter(path => !existsSync(join(root, path)))).toEqual([]);
  });
});
