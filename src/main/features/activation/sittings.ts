import { randomBytes, randomUUID } from 'node:crypto';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { DeskTime } from '../../base/store/deskTime.ts';

/** The user at this station, and how they proved their identity. */
export interface Sitting {
  readonly user: { readonly id: string; readonly userPrincipalName: string; readonly displayName: string };
  readonly proof: 'sign-in' | 'code';
  readonly codeId: string | null;
}

/** A sitting that has begun. */
export interface OpenSitting<Desk = unknown> extends Sitting {
  /** The tenant in which the user has proven their identity, and its services. The whole sitting uses them. */
  readonly scope: Desk;
  /** Identifies this sitting as the user of its code. */
  readonly run: string;
  /** When the sitting ends, in ms since the epoch by the desk's time. */
  readonly until: number;
}

/** Enough for a key, a PIN and a touch, in ms. Afterwards the user must prove their identity again. */
export const LIFETIME = 15 * 60_000;

/**
 * Remembers in memory, for a limited time, which users have proven their identity. SECURITY: only the core knows it. The window has a
 * random handle and never names a user.
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

  /** Returns an open sitting. @throws KeydeskError activation-sitting-over */
  get(handle: string): OpenSitting<Desk> {
    const sitting = this.#known.get(handle);
    if (sitting === undefined || sitting.until <= this.#time.now()) {
      this.#known.delete(handle);
      throw new KeydeskError('activation-sitting-over');
    }
    return sitting;
  }

  /** Returns the remaining time of a sitting in ms; 0 if it is over or its user has left. */
  left(sitting: OpenSitting<Desk>): number {
    if (![...this.#known.values()].includes(sitting)) return 0;
    return Math.max(0, sitting.until - this.#time.now());
  }

  end(handle: string): void {
    this.#known.delete(handle);
  }
}
