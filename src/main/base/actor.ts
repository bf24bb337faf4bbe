import { AsyncLocalStorage } from 'node:async_hooks';
import { hostname, userInfo } from 'node:os';
import type { actorKinds } from '../../contract/activity/schema.ts';
import { wellFormed } from '../../contract/text/wellFormed.ts';

/** Who does what is recorded. */
export interface Actor {
  readonly kind: (typeof actorKinds)[number];
  readonly name: string;
}

/** Whoever the operating system says sits at this computer. */
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

/** A user who has proven who they are at a station. They are the actor, not the account that the station's connection signs in with. */
export function stationUser(userPrincipalName: string, station: string): Actor {
  return { kind: 'station-user', name: `${userPrincipalName} at ${station}` };
}

/** Somebody at a station who has not proven who they are. */
export function stationItself(station: string): Actor {
  return { kind: 'station', name: station };
}

const acting = new AsyncLocalStorage<Actor>();

/** Does work whose entries in the activity log name this actor, in place of who is signed in to the connection. */
export function actingAs<T>(actor: Actor, work: () => T): T {
  return acting.run(actor, work);
}

/** Returns the actor of the work that runs; undefined where it is the one who is signed in. */
export function actingActor(): Actor | undefined {
  return acting.getStore();
}
