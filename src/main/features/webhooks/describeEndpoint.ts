import type { Kysely } from 'kysely';
import type { Webhook } from '../../../contract/webhooks/schema.ts';
import type { Schema } from '../../base/store/schema.ts';
import type { Endpoint } from './endpoint.ts';
import type { Secrets } from './secrets.ts';

/** Returns a receiver in the contract's shape, with the number of its deliveries by state, and whether its secret is known here. */
export async function describeEndpoint(
  database: Kysely<Schema>,
  secrets: Pick<Secrets, 'live'>,
  { owner: _owner, term: _term, tenant, types, fields, ...endpoint }: Endpoint,
  now: number,
): Promise<Webhook> {
  const counted = await database
    .selectFrom('webhook_count')
    .select(['state', 'count'])
    .where('webhook_id', '=', endpoint.id)
    .execute();
  const of = (state: string) => counted.find(row => row.state === state)?.count ?? 0;
  const previous = await database
    .selectFrom('webhook_secret')
    .select('expires_at')
    .where('webhook_id', '=', endpoint.id)
    .where('expires_at', '>', now)
    .executeTakeFirst();
  const until = previous?.expires_at ?? null;
  const signs = (await secrets.live(endpoint.id, now)).length > 0;
  return {
    ...endpoint,
    types: [...types],
    fields: [...fields],
    state: stateOf(endpoint.state, { signs, tenant }),
    previousSecretUntil: until === null ? null : new Date(until).toISOString(),
    waiting: of('waiting'),
    delivered: of('delivered'),
    dead: of('dead'),
  };
}

function stateOf(state: Endpoint['state'], known: { signs: boolean; tenant: string | null }): Webhook['state'] {
  if (state === 'disabled' && known.tenant === null) return 'tenant-unknown';
  return state === 'active' && !known.signs ? 'secret-missing' : state;
}
