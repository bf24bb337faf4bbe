import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { withNonce } from './contentSecurityPolicy.ts';

/** What the built renderer may consist of. Anything else is not served. */
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export interface RendererFile {
  readonly body: Uint8Array | string;
  readonly headers: Readonly<Record<string, string>>;
}

/** The file of a URL path inside the renderer's folder, or null. SECURITY: no path leads out of the folder. */
export function resolveInside(folder: string, urlPath: string): string | null {
  let path: string;
  try {
    path = decodeURIComponent(urlPath);
  } catch {
    return null;
  }
  if (path.includes('\0') || path.includes('\\')) return null;
  const file = normalize(join(folder, path === '/' ? 'index.html' : path));
  return file.startsWith(folder + sep) && types[extname(file)] !== undefined ? file : null;
}

/** One file of the built renderer with its headers, the same in every shell; null where there is none. */
export async function rendererFile(folder: string, urlPath: string, connect: string): Promise<RendererFile | null> {
  const file = resolveInside(folder, urlPath);
  if (file === null) return null;
  const type = types[extname(file)] ?? '';
  const headers = {
    'content-type': type,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'cache-control': 'no-store',
  };
  try {
    const body = await readFile(file);
    if (extname(file) !== '.html') return { body, headers };
    const { html, policy } = withNonce(body.toString(), connect);
    return { body: html, headers: { ...headers, 'content-security-policy': policy } };
  } catch {
    return null;
  }
}
