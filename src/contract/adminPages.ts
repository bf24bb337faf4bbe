import { cloudOf, clouds } from './clouds.ts';
import type { AdminPage, NewConnection } from './connections.ts';

/** Where an administrator registers the app, or consents to its permissions for everybody. */
export function adminPageUrl(connection: NewConnection, page: AdminPage): string {
  const { authority, tenantId, clientId } = connection;
  if (page === 'admin-consent') {
    const query = new URLSearchParams({ client_id: clientId });
    return `${authority}/${encodeURIComponent(tenantId)}/adminconsent?${query}`;
  }
  const { adminCentre } = clouds[cloudOf(connection) ?? 'global'];
  return `${adminCentre}/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade`;
}
