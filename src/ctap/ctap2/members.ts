import type { CborMap, CborValue } from '../cbor.ts';
import { CtapError } from '../errors.ts';

/**
 * Reads members of a response map by number and type. Throws `response-malformed` with the member's name if a member
 * has the wrong type or a required one is missing. Ignores members that are not read.
 */
export class Members {
  readonly #map: ReadonlyMap<number | string, CborValue>;
  readonly #of: string;

  constructor(value: CborValue, of: string) {
    if (!(value instanceof Map)) throw new CtapError('response-malformed', { member: of });
    this.#map = value;
    this.#of = of;
  }

  keys(): (number | string)[] {
    return [...this.#map.keys()];
  }

  raw(key: number | string): CborValue {
    return this.#map.get(key);
  }

  integer(key: number | string, name: string): number | undefined {
    return this.#get(key, name, value => Number.isSafeInteger(value));
  }

  /** Returns an integer of any size: a bigint if a number cannot hold it exactly. */
  wideInteger(key: number | string, name: string): number | bigint | undefined {
    return this.#get(key, name, isInteger);
  }

  /** Returns a count or a size. A value that a number cannot hold exactly means no limit. */
  count(key: number | string, name: string): number | undefined {
    const value = this.#get<number | bigint>(key, name, item => isInteger(item) && item >= 0);
    return value === undefined ? undefined : Math.min(Number(value), Number.MAX_SAFE_INTEGER);
  }

  bytes(key: number | string, name: string): Uint8Array | undefined {
    return this.#get(key, name, value => value instanceof Uint8Array);
  }

  text(key: number | string, name: string): string | undefined {
    return this.#get(key, name, value => typeof value === 'string');
  }

  boolean(key: number | string, name: string): boolean | undefined {
    return this.#get(key, name, value => typeof value === 'boolean');
  }

  map(key: number | string, name: string): CborMap | undefined {
    return this.#get(key, name, value => value instanceof Map);
  }

  texts(key: number | string, name: string): string[] | undefined {
    return this.#get(key, name, value => isArrayOf(value, item => typeof item === 'string'));
  }

  integers(key: number | string, name: string): number[] | undefined {
    return this.#get(key, name, value => isArrayOf(value, item => Number.isSafeInteger(item)));
  }

  wideIntegers(key: number | string, name: string): (number | bigint)[] | undefined {
    return this.#get(key, name, value => isArrayOf(value, isInteger));
  }

  maps(key: number | string, name: string): CborMap[] | undefined {
    return this.#get(key, name, value => isArrayOf(value, item => item instanceof Map));
  }

  /**
   * Returns an unimportant member, or undefined if it is null or of the wrong type. Real keys send null for what they
   * do not have, and the credential is still valid.
   */
  told<T>(read: () => T | undefined): T | undefined {
    try {
      return read();
    } catch {
      return undefined;
    }
  }

  /** Returns a member that the specification requires. */
  required<T>(value: T | undefined, name: string): T {
    if (value === undefined) throw new CtapError('response-malformed', { member: `${this.#of}.${name}` });
    return value;
  }

  #get<T extends CborValue>(key: number | string, name: string, is: (value: CborValue) => boolean): T | undefined {
    const value = this.#map.get(key);
    if (value === undefined) return undefined;
    if (!is(value)) throw new CtapError('response-malformed', { member: `${this.#of}.${name}` });
    return value as T;
  }
}

function isInteger(value: CborValue): value is number | bigint {
  return typeof value === 'bigint' || Number.isSafeInteger(value);
}

function isArrayOf(value: CborValue, is: (item: CborValue) => boolean): boolean {
  return Array.isArray(value) && value.every(is);
}
