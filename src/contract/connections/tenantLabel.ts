import { wordsOf } from '../../words/say.ts';

/** A tenant as a connection knows it. */
export interface NamedTenant {
  /** What a person calls the connection: without a name of its own, what was typed as the tenant. */
  readonly name: string;
  readonly tenantId: string;
  /** What the tenant calls itself. */
  readonly tenantName?: string | undefined;
}

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether a text is a tenant's id and no name or domain. */
export function isTenantId(text: string): boolean {
  return GUID.test(text.trim());
}

/** Names a tenant for a person: by what it calls itself, by what the person calls it, or by a domain. The id is for details. */
export function tenantLabel({ name, tenantId, tenantName }: NamedTenant): string {
  return [tenantName, name, tenantId].find(text => text !== undefined && text !== '' && !isTenantId(text)) ?? tenantId;
}

/** A tenant's name with its id, for papers that are kept. */
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
 * Names a tenant for a person where it is another one than the connected; undefined for the connected one, and for none.
 * @param tenant its id as records have it: the address of a connection without a tenant id
 * @param known the connections that are set up; a tenant without one keeps its id
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
