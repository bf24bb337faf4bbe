import { type CloudName, clouds } from './clouds.ts';

/** Returns the page with the app registrations of a cloud. */
export function adminCenterUrl(cloud: CloudName): string {
  return `${clouds[cloud].adminCenter}/#view/Microsoft_AAD_RegisteredApps/ApplicationsListBlade`;
}

/** Returns the page on which an administrator consents to the permissions of an app registration for all users. */
export function adminConsentUrl(connection: { authority: string; tenantId: string; clientId: string }): string {
  const { authority, tenantId, clientId } = connection;
  const query = new URLSearchParams({ client_id: clientId });
  return `${authority.replace(/\/+$/, '')}/${encodeURIComponent(tenantId)}/adminconsent?${query}`;
}
