import { toFailure } from '../../../contract/errors/failure.ts';
import type { NewLogEntry } from '../../services/activity/activity.ts';
import { hostOf } from './address.ts';
import type { Endpoint } from './endpoint.ts';
import type { StoredEvent } from './message.ts';

/** Returns the entry of the activity log for a receiver that answered with 410 Gone. */
export function entryOfGone(endpoint: Endpoint): NewLogEntry {
  return { kind: 'webhook-disabled', ...tenantOf(endpoint), facts: factsOf(endpoint) };
}

/** Returns the entry of the activity log for an event that could not be sent. */
export function entryOfGivenUp(endpoint: Endpoint, event: StoredEvent, error: unknown): NewLogEntry {
  return {
    kind: 'webhook-given-up',
    result: 'failed',
    ...tenantOf(endpoint),
    cause: toFailure(error),
    ...(event.user === null ? {} : { user: event.user }),
    facts: { ...factsOf(endpoint), eventType: event.type, eventId: event.id },
  };
}

/** Returns the facts that identify a receiver. SECURITY: only the host of the address, because the path of a webhook is often a secret. */
export function factsOf({ id, url }: Endpoint): { webhookId: string; host: string } {
  return { webhookId: id, host: hostOf(new URL(url)) };
}

/** Returns the tenant of a receiver. Entries about a receiver belong to its own tenant. */
function tenantOf({ tenant }: Endpoint): { tenant?: string } {
  return tenant === null ? {} : { tenant };
}
