import { randomBytes } from 'node:crypto';
import { KeydeskError } from '../../contract/errors.ts';

/** A user who is at this station now, and how that was proven. */
export interface Sitting {
  readonly user: { readonly id: string; readonly userPrincipalName: string; readonly displayName: string };
  readonly proof: 'sign-in' | 'code';
  readonly codeId: string | null;
}

/** Long enough for a PIN and a touch, in ms; whoever walks away must prove again who they are. */
const LIFETIME = 15 * 60_000;

/**
 * SECURITY: who has proven who they are is known here alone, in memory and for a while. The window holds a random handle and
 * never names a user.
 */
export class Sittings {
  readonly #known = new Map<string, { sitting: Sitting; until: number }>();
  readonly #clock: () => number;

  constructor(clock: () => number = Date.now) {
    this.#clock = clock;
  }

  begin(sitting: Sitting): string {
    const handle = randomBytes(32).toString('base64url');
    this.#known.set(handle, { sitting, until: this.#clock() + LIFETIME });
    return handle;
  }

  /** @throws KeydeskError activation-sitting-over */
  get(handle: string): Sitting {
    const known = this.#known.get(handle);
    if (known === undefined || known.until <= this.#clock()) {
      this.#known.delete(handle);
      throw new KeydeskError('activation-sitting-over');
    }
    return known.sitting;
  }

  end(handle: string): void {
    this.#known.delete(handle);
  }
}
