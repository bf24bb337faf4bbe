import { type Actor, actingActor } from '../../base/actor.ts';
import { correlated } from '../../base/correlation.ts';
import type { EntryPlace, NewLogEntry } from './activity.ts';
import type { NewRow } from './append.ts';

interface RowPlace {
  readonly place: EntryPlace;
  /** The actor if no account is signed in, and for a tenant other than the operation's. */
  readonly osUser: Actor;
  readonly at: Date;
}

/** Converts an entry to its row. */
export function toRow(entry: NewLogEntry, { place, osUser, at }: RowPlace): NewRow {
  const { kind, result = 'done', cause, user, key, facts } = entry;
  const { id, requestIds } = entry.correlation ?? correlated(present => present);
  const tenant = entry.tenant ?? place.id;
  const actor = actingActor() ?? (tenant === place.id ? place.signedIn() : null) ?? osUser;
  return {
    at: at.toISOString(),
    kind,
    result,
    actor_kind: actor.kind,
    actor: actor.name,
    tenant,
    user_id: user?.id ?? null,
    user_principal_name: user?.userPrincipalName ?? null,
    key_id: key?.id ?? null,
    key_aaguid: key?.aaguid ?? null,
    key_serial: key?.serial ?? null,
    cause: cause === undefined ? null : JSON.stringify(cause),
    correlation_id: id,
    request_ids: JSON.stringify(requestIds),
    facts: JSON.stringify(key?.product === undefined ? (facts ?? {}) : { ...facts, product: key.product }),
  };
}
