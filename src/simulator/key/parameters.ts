import type { CborMap, CborValue } from '../../ctap/cbor.ts';
import { demand } from './failure.ts';

/**
 * Reads request parameters as strictly as the specification requires (CTAP 2.3, 8.2): a wrong type is
 * CBOR_UNEXPECTED_TYPE, a missing one MISSING_PARAMETER.
 */
export class Parameters {
  readonly #map: ReadonlyMap<number | string, CborValue>;

  constructor(value: CborValue) {
    demand(value instanceof Map, 'CTAP2_ERR_CBOR_UNEXPECTED_TYPE');
    this.#map = value;
  }

  keys(): (number | string)[] {
    return [...this.#map.keys()];
  }

  has(key: number | string): boolean {
    return this.#map.has(key);
  }

  integer(key: number | string): number | undefined {
    return this.#get<number>(key, value => Number.isSafeInteger(value));
  }

  bytes(key: number | string): Uint8Array | undefined {
    return this.#get<Uint8Array>(key, value => value instanceof Uint8Array);
  }

  text(key: number | string): string | undefined {
    return this.#get<string>(key, value => typeof value === 'string');
  }

  boolean(key: number | string): boolean | undefined {
    return this.#get<boolean>(key, value => typeof value === 'boolean');
  }

  map(key: number | string): CborMap | undefined {
    return this.#get<CborMap>(key, value => value instanceof Map);
  }

  list(key: number | string): CborValue[] | undefined {
    return this.#get<CborValue[]>(key, value => Array.isArray(value));
  }

  inner(key: number | string): Parameters | undefined {
    const map = this.map(key);
    return map === undefined ? undefined : new Parameters(map);
  }

  #get<T extends CborValue>(key: number | string, is: (value: CborValue) => boolean): T | undefined {
    const value = this.#map.get(key);
    if (value === undefined) return undefined;
    demand(is(value), 'CTAP2_ERR_CBOR_UNEXPECTED_TYPE');
    return value as T;
  }
}

/** Returns a required parameter. */
export function needed<T>(value: T | undefined): T {
  demand(value !== undefined, 'CTAP2_ERR_MISSING_PARAMETER');
  return value;
}

/** Returns the items of a list that may contain only text. */
export function texts(list: CborValue[] | undefined): string[] | undefined {
  return list?.map(item => {
    demand(typeof item === 'string', 'CTAP2_ERR_CBOR_UNEXPECTED_TYPE');
    return item;
  });
}

/** Returns the ids of a list of PublicKeyCredentialDescriptors. Ignores other types than public-key. */
export function descriptorIds(list: CborValue[] | undefined): Uint8Array[] | undefined {
  return list?.flatMap(item => {
    const descriptor = new Parameters(item);
    const id = needed(descriptor.bytes('id'));
    return needed(descriptor.text('type')) === 'public-key' ? [id] : [];
  });
}

/**
 * Rejects a list longer than getInfo's maxCredentialCountInList, because the host must split it. `most` is undefined if
 * getInfo has no limit.
 */
export function demandListFits(ids: readonly Uint8Array[] | undefined, most: number | undefined): void {
  demand(most === undefined || (ids?.length ?? 0) <= most, 'CTAP2_ERR_LIMIT_EXCEEDED');
}
