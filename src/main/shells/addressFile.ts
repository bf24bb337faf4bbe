import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A page on the disk that redirects to an address. */
export interface AddressFile {
  readonly path: string;
  /** The path as a `file:` URL, to open in a browser. */
  readonly href: string;
  /** Deletes the file. A second call does nothing. */
  remove(): void;
}

/**
 * Writes a page that redirects to an address. Deletes it when this process ends, or earlier. SECURITY: every user of a
 * computer can read the command lines of all processes (in /proc, or with ps). So a browser gets the path of this file,
 * which only its owner can read, and never an address that contains a secret.
 */
export function writeAddressFile(url: string, parent = parentFolder()): AddressFile {
  // mkdtemp creates folders that only their owner can access.
  const folder = mkdtempSync(join(parent, 'keydesk-'));
  const path = join(folder, 'open.html');
  writeFileSync(path, page(url), { flag: 'wx', mode: 0o600 });
  const remove = () => {
    process.off('exit', remove);
    rmSync(folder, { recursive: true, force: true });
  };
  process.on('exit', remove);
  return { path, href: pathToFileURL(path).href, remove };
}

/** How long a browser may take to start and to read the file, in ms. */
const LIFE = 60_000;

/**
 * Opens an address in a browser through such a file, and deletes the file after a while.
 * @param open Gets the `file:` URL
 */
export async function openByFile(url: string, open: (href: string) => Promise<void>): Promise<void> {
  const { href, remove } = writeAddressFile(url);
  setTimeout(remove, LIFE).unref();
  await open(href);
}

/**
 * Returns the folder for the file. Browsers from Snap packages have a /tmp of their own, and cannot read hidden folders
 * of the home folder.
 */
function parentFolder(): string {
  return process.platform === 'linux' && existsSync('/snap') ? homedir() : tmpdir();
}

/** The redirect sends no Referer. The fragment of an address never leaves the browser. */
function page(url: string): string {
  const address = escapeHtml(new URL(url).href);
  return `<!doctype html>
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="content-security-policy" content="default-src 'none'">
<meta http-equiv="refresh" content="0; url=${address}">
<title>Keydesk</title>
<p><a href="${address}">Open Keydesk</a></p>
`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll("'", '&#39;').replaceAll('<', '&lt;');
}
