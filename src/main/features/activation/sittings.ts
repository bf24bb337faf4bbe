import { randomBytes, randomUUID } from 'node:crypto';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { DeskTime } from '../../base/store/deskTime.ts';

/** A user who is at this station now, and how that was proven. */
export interface Sitting {
  readonly user: { readonly id: string; readonly userPrincipalName: string; readonly displayName: string };
  readonly proof: 'sign-in' | 'code';
  readonly codeId: string | null;
}

/** A sitting that has begun. */
export interface OpenSitting<Desk = unknown> extends Sitting {
  /** The tenant in which the user has proven who they are, and what works in it: all of the sitting happens there. */
  readonly scope: Desk;
  /** Names what is done in it, toward the code that it began with. */
  readonly run: string;
  /** When it ends, in ms since the epoch by the desk's time. */
  readonly until: number;
}

/** Enough for a key, a PIN and a touch, in ms. Then the user must prove again who they are. */
export const LIFETIME = 15 * 60_000;

/**
 * SECURITY: only the core knows who has proven who they are, in memory and for a while. The window holds a random handle and
 * never names a user.
 */
export class Sittings<Desk = unknown> {
  readonly #known = new Map<string, OpenSitting<Desk>>();
  readonly #time: Pick<DeskTime, 'now'>;

  constructor(time: Pick<DeskTime, 'now'>) {
    this.#time = time;
  }

  begin(sitting: Sitting, scope: Desk): string {
    const handle = randomBytes(32).toString('base64url');
    this.#known.set(handle, { ...sitting, scope, run: randomUUID(), until: this.#time.now() + LIFETIME });
    return handle;
  }

  /** @throws KeydeskError activation-sitting-over */
  get(handle: string): OpenSitting<Desk> {
    const sitting = this.#known.get(handle);
    if (sitting === undefined || sitting.until <= this.#time.now()) {
      this.#known.delete(handle);
      throw new KeydeskError('activation-sitting-over');
    }
    return sitting;
  }

  /** How long a sitting still lasts, in ms; 0 for one that is over, or that its user has left. */
  left(sitting: OpenSitting<Desk>): number {
    if (![...this.#known.values()].includes(sitting)) return 0;
    return Math.max(0, sitting.until - this.#time.now());
  }

  end(handle: string): void {
    this.#known.delete(handle);
  }
}
