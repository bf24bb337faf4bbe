import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'vite';

/** What a bundle cannot contain: native modules, Electron, the bundler, and packages that need reflect-metadata before them. */
const external = [
  'usb',
  'node-hid',
  'electron',
  'vite',
  'reflect-metadata',
  '@peculiar/asn1-schema',
  '@peculiar/asn1-x509',
  '@peculiar/x509',
];

/**
 * Bundles programs into a folder, as `NAME.js`. Two processes may do so at the same time.
 * @param sources the main module of each program below `root`, by its name
 */
export async function bundle(root: string, sources: Readonly<Record<string, string>>, folder: string): Promise<void> {
  mkdirSync(dirname(folder), { recursive: true });
  const making = mkdtempSync(join(dirname(folder), 'making-'));
  const input = Object.fromEntries(Object.entries(sources).map(([name, source]) => [name, join(root, source)]));
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    plugins: [keepPlaces(input)],
    ssr: { noExternal: true, external },
    build: {
      ssr: true,
      outDir: making,
      target: 'node24',
      minify: false,
      rolldownOptions: { input, external, output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' } },
    },
  });
  // Otherwise, Node parses each file twice to find out what it is.
  writeFileSync(join(making, 'package.json'), '{"type":"module"}\n');
  try {
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    // Otherwise, another process was faster.
    if (!existsSync(folder)) throw error;
  }
  deleteOld(dirname(folder));
}

/** Deletes bundles of earlier sources. No run of the tests takes a day. */
function deleteOld(bundles: string): void {
  for (const name of readdirSync(bundles)) {
    const path = join(bundles, name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? {};
    if (mtimeMs !== undefined && Date.now() - mtimeMs > 24 * 3600_000) rmSync(path, { recursive: true, force: true });
  }
}

/** Lets a bundled module find files where the source finds them, and its own threads and processes in the bundle. */
function keepPlaces(input: Readonly<Record<string, string>>): Plugin {
  return {
    name: 'keep-places',
    enforce: 'pre',
    transform(code, id) {
      if (!code.includes('import.meta.')) return null;
      const own = code.replaceAll(/new URL\('(\.\/[^']+)', import\.meta\.url\)/g, (all, path) => {
        const [name] = Object.entries(input).find(([, source]) => source === join(dirname(id), path)) ?? [];
        return name === undefined ? all : `new URL('./${name}.js', import.meta.own)`;
      });
      return own
        .replaceAll('import.meta.url', JSON.stringify(pathToFileURL(id).href))
        .replaceAll('import.meta.dirname', JSON.stringify(dirname(id)))
        .replaceAll('import.meta.own', 'import.meta.url');
    },
  };
}
