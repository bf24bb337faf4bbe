import type { Kysely, Selectable } from 'kysely';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { EventType } from '../../../contract/webhooks/events.ts';
import type { WebhookField } from '../../../contract/webhooks/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { WebhookTable } from './tables.ts';

/** A receiver, as stored. */
export interface Endpoint {
  readonly id: string;
  /** The id of the tenant whose events it gets; null for a receiver of an earlier version whose tenant is unknown. */
  readonly tenant: string | null;
  readonly url: string;
  readonly types: readonly EventType[];
  readonly fields: readonly WebhookField[];
  readonly privateHost: string | null;
  readonly state: 'active' | 'disabled' | 'gone';
  readonly createdAt: string;
  /** The running Keydesk that sends its messages, and in which term. */
  readonly owner: string | null;
  readonly term: number;
}

/** Returns a receiver by its id. @throws KeydeskError webhook-not-found */
export async function readEndpoint(from: Kysely<Schema>, id: string): Promise<Endpoint> {
  const row = await from.selectFrom('webhook').selectAll().where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new KeydeskError('webhook-not-found', { id });
  return toEndpoint(row);
}

export async function readEndpoints(from: Kysely<Schema>): Promise<Endpoint[]> {
  return (await from.selectFrom('webhook').selectAll().orderBy('created_at').execute()).map(toEndpoint);
}

function toEndpoint(row: Selectable<WebhookTable>): Endpoint {
  return {
    id: row.id,
    tenant: row.tenant,
    url: row.url,
    types: JSON.parse(row.types),
    fields: JSON.parse(row.fields),
    privateHost: row.private_host,
    state: row.state as Endpoint['state'],
    createdAt: row.created_at,
    owner: row.owner,
    term: row.term,
  };
}
