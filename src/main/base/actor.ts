import { AsyncLocalStorage } from 'node:async_hooks';
import { hostname, userInfo } from 'node:os';
import type { actorKinds } from '../../contract/activity/schema.ts';
import { wellFormed } from '../../contract/text/wellFormed.ts';

/** The person or program that does a recorded action. */
export interface Actor {
  readonly kind: (typeof actorKinds)[number];
  readonly name: string;
}

/** Returns the user of this computer, from the operating system. */
export function osUser(): Actor {
  let name: string;
  try {
    name = userInfo().username;
  } catch {
    // Some service accounts have a number and no name.
    name = String(process.getuid?.() ?? 'unknown');
  }
  return { kind: 'os-user', name: wellFormed(`${name}@${hostname()}`) };
}

/**
 * Returns a user who has proven their identity at a station. They are the actor, and not the account of the station's
 * connection.
 */
export function stationUser(userPrincipalName: string, station: string): Actor {
  return { kind: 'station-user', name: `${userPrincipalName} at ${station}` };
}

/** Returns the actor for a person at a station who has not proven their identity. */
export function stationItself(station: string): Actor {
  return { kind: 'station', name: station };
}

const acting = new AsyncLocalStorage<Actor>();

/** Runs work whose entries in the activity log get this actor, instead of the signed-in account. */
export function actingAs<T>(actor: Actor, work: () => T): T {
  return acting.run(actor, work);
}

/** Returns the actor of the running operation, or undefined if it is the signed-in account. */
export function actingActor(): Actor | undefined {
  return acting.getStore();
}
