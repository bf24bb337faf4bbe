// Lists what ships with Keydesk: the production packages of the lock file without the Node for development, and
// Electron.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isNodePackage, root } from './node24.mjs';

/**
 * The package whose binary becomes the app. It is a development dependency, because electron-builder downloads the
 * binary.
 */
export const RUNTIME = 'electron';

const LICENSE_FILE = /^(licen[sc]e|copying|notice|ofl|unlicense)/i;
const mit = readFileSync(join(root, 'scripts', 'mitLicense.txt'), 'utf8');

/**
 * Returns whether a package of the lock file ships. Types do not, even those that a component library requires: only
 * the compiler reads them.
 */
export function ships(name, { dev, devOptional }) {
  return name === RUNTIME || (!dev && !devOptional && !isNodePackage(name) && !name.startsWith('@types/'));
}

/**
 * Returns the shipped packages that are installed here, with their licenses, sorted by name. Of platform packages,
 * these are the ones of this platform.
 */
export function shippedPackages() {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, entry]) => path !== '' && ships(nameOf(path), entry) && existsSync(join(root, path)))
    .map(([path]) => describe(path))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function nameOf(path) {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

function describe(path) {
  const folder = join(root, path);
  const { name, version, license, author } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const texts = licenseTexts(folder);
  return {
    name,
    version,
    license: license ?? 'see below',
    texts: texts.length > 0 ? texts : [standardText(name, license, author)],
  };
}

function licenseTexts(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter(entry => entry.isFile() && LICENSE_FILE.test(entry.name))
    .map(entry => readFileSync(join(folder, basename(entry.name)), 'utf8').trim());
}

/**
 * Returns the text for packages that declare the MIT license and do not include it.
 * @throws if the text of another license is missing
 */
function standardText(name, license, author) {
  if (license !== 'MIT') throw new Error(`${name} (${license}) comes without the text of its license`);
  const holder = typeof author === 'string' ? author : (author?.name ?? `the authors of ${name}`);
  return `MIT License\n\nCopyright (c) ${holder}\n\n${mit.trim()}`;
}
