import { KeydeskError } from '../../contract/errors.ts';
import type { KeySummary } from '../../contract/keys.ts';
import type { AuthenticatorInfo } from '../../ctap/ctap2/getInfo.ts';
import type { KeyHost } from './keyHost.ts';
import { usableSerial } from './serials.ts';

/** What a key told in getInfo that only a reset changes. */
type Told = Pick<AuthenticatorInfo, 'aaguid' | 'firmwareVersion'> & { readonly pinSet: boolean };

/** A key as it was chosen, to be held against the one that is at its address when its turn comes. */
export interface Chosen {
  readonly summary: KeySummary;
  readonly visit: number;
  readonly generation: number;
}

/**
 * Whether the key at an address is the one that was chosen. An address is a port, not a key: while an operation waits for its
 * turn, somebody may put another key there.
 */
export interface Presence {
  note(summary: KeySummary): Chosen;
  /** The key that is there now. @throws KeydeskError key-removed, key-changed, key-host-crashed where that is not the chosen one */
  check(chosen: Chosen, now: KeySummary | undefined): KeySummary;
  /** Holds what the opened key tells against what the one before it told. @throws KeydeskError key-changed */
  checkTold(chosen: Chosen, waited: boolean, info: AuthenticatorInfo): void;
  /** What a key told last, at the end of its session. */
  told(keyId: string, info: AuthenticatorInfo): void;
  /** The key at this address was lost in the middle of something: whatever answers there next may be another one. */
  lost(keyId: string): void;
  /** The key was reset: it tells other things from now on. */
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
    // Taken out and plugged in again: one that tells a number of its own is known again, any other may be its twin.
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
      // Nobody has waited for the key before: the person has just chosen what is there.
      if (waited) throw new KeydeskError('key-changed');
    },
    told: (id, info) => void tellings.set(id, toldBy(info)),
    lost: newVisit,
    forget: id => void tellings.delete(id),
  };
}

function isAlike(one: KeySummary, other: KeySummary): boolean {
  const names = ['product', 'manufacturer', 'serial', 'vendorId', 'productId'] as const;
  return names.every(name => one[name] === other[name]);
}

function toldBy({ aaguid, firmwareVersion, options }: AuthenticatorInfo): Told {
  return { aaguid, firmwareVersion, pinSet: options.clientPin === true };
}

/** A PIN may have been set meanwhile; only a reset takes it away. */
function isSameTold(before: Told, now: Told): boolean {
  return (
    before.aaguid === now.aaguid && before.firmwareVersion === now.firmwareVersion && (!before.pinSet || now.pinSet)
  );
}
