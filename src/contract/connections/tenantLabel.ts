import { wordsOf } from '../../words/say.ts';

/** A tenant as a connection has it. */
export interface NamedTenant {
  /** The connection's name. Default: the text that was entered as the tenant. */
  readonly name: string;
  readonly tenantId: string;
  /** The tenant's display name. */
  readonly tenantName?: string | undefined;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Returns whether a text is a tenant's id, not a name or domain. */
export function isTenantId(text: string): boolean {
  return GUID.test(text.trim());
}

/**
 * Returns the name of a tenant for people: its display name, the connection's name, or a domain. The id belongs in
 * details.
 */
export function tenantLabel({ name, tenantId, tenantName }: NamedTenant): string {
  return [tenantName, name, tenantId].find(text => text !== undefined && text !== '' && !isTenantId(text)) ?? tenantId;
}

/** Returns a tenant's name with its id, for documents that are archived. */
export function tenantWithId(tenant: { name: string; tenantId: string } | null): string {
  if (tenant === null) return '';
  const { name, tenantId } = tenant;
  return tenantId === '' || tenantId === name ? name : wordsOf('connections').tenantWithId({ name, tenantId });
}

interface Address {
  readonly tenantId: string;
  readonly graphUrl: string;
}

/**
 * Returns the name of a tenant if it is not the connected one. Returns undefined for the connected tenant, and for
 * none.
 * @param tenant its id as records have it: the address of a connection without a tenant id
 * @param known the connections in the settings; a tenant without a connection is named by its id
 */
export function otherTenant(
  tenant: string | null,
  connected: Address | null,
  known: readonly (NamedTenant & Address)[],
): string | undefined {
  const keyOf = ({ tenantId, graphUrl }: Address) => tenantId || graphUrl;
  if (tenant === null || (connected !== null && keyOf(connected) === tenant)) return undefined;
  const found = known.find(connection => keyOf(connection) === tenant);
  return found === undefined ? tenant : tenantLabel(found);
}
