import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import type { AuthenticatorInfo } from '../../../ctap/ctap2/getInfo.ts';
import type { KeyHost } from './keyHost.ts';
import { usableSerial } from './serials.ts';

/** Members of getInfo that change only with a reset. */
type Told = Pick<AuthenticatorInfo, 'aaguid' | 'firmwareVersion'> & { readonly pinSet: boolean };

/** A key at the time when it was chosen. */
export interface Chosen {
  readonly summary: KeySummary;
  readonly visit: number;
  readonly generation: number;
}

/**
 * Checks that the key at an address is still the chosen one. An address is a port: while an operation waits for its
 * turn, a person may plug in another key there.
 */
export interface Presence {
  note(summary: KeySummary): Chosen;
  /**
   * Returns the key that is there now.
   * @throws KeydeskError key-removed, key-changed, key-host-crashed if it is not the chosen one
   */
  check(chosen: Chosen, now: KeySummary | undefined): KeySummary;
  /**
   * Compares the getInfo of the opened key with the getInfo of the last session at this address.
   * @throws KeydeskError key-changed
   */
  checkTold(chosen: Chosen, waited: boolean, info: AuthenticatorInfo): void;
  /** Call at the end of a session with the latest getInfo of the key. */
  told(keyId: string, info: AuthenticatorInfo): void;
  /** Call when the connection broke: the next key that answers at this address may be another one. */
  lost(keyId: string): void;
  /** Call after a reset, which changes the key's getInfo. */
  forget(keyId: string): void;
}

export function watchPresence(keyHost: Pick<KeyHost, 'keys' | 'onKeys' | 'generation'>): Presence {
  const visits = new Map<string, number>();
  const tellings = new Map<string, Told>();
  let present = new Map<string, KeySummary>();

  const newVisit = (id: string) => {
    visits.set(id, (visits.get(id) ?? 0) + 1);
    tellings.delete(id);
  };
  const look = (keys: readonly KeySummary[]) => {
    const next = new Map(keys.map(key => [key.id, key]));
    for (const [id, key] of next) {
      const before = present.get(id);
      if (before === undefined || !isAlike(before, key)) newVisit(id);
    }
    present = next;
  };
  look(keyHost.keys());
  keyHost.onKeys(look);

  const isChosen = ({ summary, visit }: Chosen, now: KeySummary) => {
    if (!isAlike(summary, now)) return false;
    // After a replug, only a unique serial number shows that it is the same key.
    return visits.get(summary.id) === visit || usableSerial(now.serial) !== undefined;
  };

  return {
    note: summary => ({ summary, visit: visits.get(summary.id) ?? 0, generation: keyHost.generation() }),
    check: (chosen, now) => {
      if (chosen.generation !== keyHost.generation()) throw new KeydeskError('key-host-crashed');
      if (now === undefined) throw new KeydeskError('key-removed');
      if (!isChosen(chosen, now)) throw new KeydeskError('key-changed');
      return now;
    },
    checkTold: ({ summary: { id } }, waited, info) => {
      const before = tellings.get(id);
      if (before === undefined || isSameTold(before, toldBy(info))) return;
      newVisit(id);
      // An operation that did not wait was started for the key that is there now.
      if (waited) throw new KeydeskError('key-changed');
    },
    told: (id, info) => void tellings.set(id, toldBy(info)),
    lost: newVisit,
    forget: id => void tellings.delete(id),
  };
}

/** Returns whether the USB information of two keys is the same, so that they may be one key. */
export function isAlike(one: KeySummary, other: KeySummary): boolean {
  const names = ['product', 'manufacturer', 'serial', 'vendorId', 'productId'] as const;
  return names.every(name => one[name] === other[name]);
}

function toldBy({ aaguid, firmwareVersion, options }: AuthenticatorInfo): Told {
  return { aaguid, firmwareVersion, pinSet: options.clientPin === true };
}

/** A PIN may have been set since, but only a reset removes a PIN. */
function isSameTold(before: Told, now: Told): boolean {
  return (
    before.aaguid === now.aaguid && before.firmwareVersion === now.firmwareVersion && (!before.pinSet || now.pinSet)
  );
}
