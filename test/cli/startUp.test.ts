import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { programs } from '../programs.ts';

/** Libraries that only a few operations need. Each takes a tenth of a second of processor time, or half of it, to load. */
const rarelyNeeded = [
  '@azure/msal-node',
  '@peculiar/asn1-schema',
  '@peculiar/asn1-x509',
  '@peculiar/x509',
  '@simplewebauthn/server',
  'electron-store',
  'fontkit',
  'pdfkit',
  'reflect-metadata',
  'write-excel-file',
];

/** The comment of the bundler before each module of a package. */
const origin = /^\/\/ node_modules\/((?:@[^/]+\/)?[^/]+)\//gm;
const staticImport = /^(?:import|export)\s(?:[^;'"]*?from\s*)?["']([^"']+)["']/gm;

/** Adds the packages of a bundle, and of all bundles that it imports statically. */
function addLoaded(file: string, loaded: Set<string>, visited = new Set<string>()): Set<string> {
  if (visited.has(file)) return loaded;
  visited.add(file);
  const text = readFileSync(file, 'utf8');
  for (const [, name = ''] of text.matchAll(origin)) loaded.add(name);
  for (const [, name = ''] of text.matchAll(staticImport)) {
    if (name.startsWith('.')) addLoaded(join(dirname(file), name), loaded, visited);
    else loaded.add(name);
  }
  return loaded;
}

test.each(['keydesk', 'loopback', 'keyHost'] as const)('%s loads libraries late that few operations need', program => {
  const loaded = addLoaded(programs[program], new Set());
  expect([...loaded]).toContain('zod');
  expect(rarelyNeeded.filter(name => loaded.has(name))).toEqual([]);
});
