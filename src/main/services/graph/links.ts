import { KeydeskError } from '../../../contract/errors/errors.ts';

/**
 * The path, after the version, of a link that Graph gave. SECURITY: a link is followed only where it stays under the
 * connection's own root, for the token goes with it.
 * @throws KeydeskError graph-malformed
 */
export function pathOfLink(link: string, root: string, version: string): string {
  const base = new URL(`${root}/${version}/`);
  const url = URL.canParse(link) ? new URL(link) : undefined;
  if (url?.origin !== base.origin || !url.pathname.startsWith(base.pathname)) {
    throw new KeydeskError('graph-malformed', { path: '@odata.nextLink' });
  }
  return `/${url.pathname.slice(base.pathname.length)}${url.search}`;
}
