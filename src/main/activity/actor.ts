import { hostname, userInfo } from 'node:os';
import type { actorKinds } from '../../contract/activity.ts';
import { wellFormed } from '../../contract/wellFormed.ts';

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
