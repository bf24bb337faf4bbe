import { adminCenterUrl, adminConsentUrl } from '../../../contract/connections/adminPages.ts';
import type { ConnectionSettings, OpenPage } from '../../../contract/connections/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { type Opener, safeOpener } from '../../services/auth/opener.ts';

/**
 * Opens one of Microsoft's pages in the system's browser. SECURITY: the window sends the name of a page, never an address.
 * @throws KeydeskError connection-not-found, connection-insecure, browser-unavailable
 */
export async function openAdminPage(
  connections: readonly ConnectionSettings[],
  page: OpenPage,
  open: Opener,
): Promise<void> {
  const url = page.page === 'admin-center' ? adminCenterUrl(page.cloud) : adminConsentUrl(find(connections, page.id));
  await safeOpener(open, [url])(url);
}

function find(connections: readonly ConnectionSettings[], id: string): ConnectionSettings {
  const found = connections.find(connection => connection.id === id);
  if (found === undefined) throw new KeydeskError('connection-not-found', { id });
  return found;
}
