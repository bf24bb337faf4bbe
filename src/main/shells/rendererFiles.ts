import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { newNonce, securityHeaders } from './contentSecurity.ts';

/** SECURITY: only files of these types are served, so that browsers never guess a type. */
const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/** The placeholder in index.html for the document's nonce. */
const NONCE_MARK = '__CSP_NONCE__';

export interface RendererFile {
  status: 200 | 404;
  headers: Record<string, string>;
  body: string | Uint8Array<ArrayBuffer>;
}

/** Returns the answer for a path of the window: a built file with its headers, or 404. `folder` is out/renderer. */
export async function rendererFile(folder: string, pathname: string): Promise<RendererFile> {
  const nonce = newNonce();
  const headers = securityHeaders(nonce);
  const file = resolveWithin(folder, pathname === '/' ? '/index.html' : pathname);
  const type = file === null ? undefined : contentTypes[extname(file)];
  // A missing or unreadable file is answered with 404.
  const body = file === null || type === undefined ? null : await readFile(file).catch(() => null);
  if (body === null || type === undefined) {
    return { status: 404, headers: { ...headers, 'content-type': 'text/plain; charset=utf-8' }, body: 'Not found' };
  }
  const answer = { status: 200 as const, headers: { ...headers, 'content-type': type } };
  return type.startsWith('text/html')
    ? { ...answer, body: body.toString('utf8').replaceAll(NONCE_MARK, nonce) }
    : { ...answer, body: new Uint8Array(body) };
}

/** Returns the file for a URL's path. SECURITY: returns null unless the file is clearly inside the folder. */
export function resolveWithin(folder: string, pathname: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(pathname);
  } catch {
    // A path that cannot be decoded is not a file.
    return null;
  }
  if (!path.startsWith('/') || path.includes('\0') || path.includes('\\') || path.includes(':')) return null;
  const file = join(folder, path);
  return file.startsWith(folder.endsWith(sep) ? folder : folder + sep) ? file : null;
}
