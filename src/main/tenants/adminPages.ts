import { adminPageUrl } from '../../contract/adminPages.ts';
import type { AdminPage, ConnectionSettings } from '../../contract/connections.ts';
import { KeydeskError } from '../../contract/errors.ts';
import { type Opener, safeOpener } from '../auth/opener.ts';

/** Opens one of Microsoft's pages for a connection. SECURITY: the window names a page, never an address. */
export async function openAdminPage(
  connections: readonly ConnectionSettings[],
  { id, page }: { id: string; page: AdminPage },
  open: Opener,
): Promise<void> {
  const connection = connections.find(known => known.id === id);
  if (connection === undefined) throw new KeydeskError('connection-not-found', { id });
  const url = adminPageUrl(connection, page);
  await safeOpener(open, [url])(url);
}
