import { KeydeskError } from '../../../contract/errors/errors.ts';

/**
 * Returns the path of a link from Graph, without the version. SECURITY: a link must stay under the connection's own
 * root, because Keydesk sends the token with it.
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
