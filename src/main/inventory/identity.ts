import type { IdentifiedBy } from '../../contract/inventory.ts';
import type { KeySummary } from '../../contract/keys.ts';
import { usableSerial } from '../keys/serials.ts';

/** What a key is recognised by, and how much that is worth. */
export interface Identity {
  readonly identity: string;
  readonly identifiedBy: IdentifiedBy;
}

/**
 * A key by its maker, product and serial number; undefined where it tells none, where the number is one that makers give to all
 * their keys, or where another key that is plugged in tells the same.
 */
export function serialIdentity(key: KeySummary, pluggedIn: readonly KeySummary[]): Identity | undefined {
  if (usableSerial(key.serial) === undefined || hasTwin(key, pluggedIn)) return undefined;
  return { identity: toldSerial(key) ?? '', identifiedBy: 'serial' };
}

/** Whether another plugged-in key tells the same serial number: then it names neither of them. */
export function hasTwin(key: KeySummary, pluggedIn: readonly KeySummary[]): boolean {
  const told = toldSerial(key);
  return told !== undefined && pluggedIn.some(other => other.id !== key.id && toldSerial(other) === told);
}

/** What a serial number would identify a key by, whatever the number is worth. */
export function toldSerial({ vendorId, productId, serial }: KeySummary): string | undefined {
  const number = serial?.trim() ?? '';
  return number === '' ? undefined : `serial:${vendorId ?? ''}:${productId ?? ''}:${number}`;
}

/** All keys of one model and firmware that cannot be told apart. */
export function modelIdentity(key: KeySummary, aaguid: string, firmwareVersion: number | undefined): Identity {
  const told = [aaguid, key.vendorId ?? '', key.productId ?? '', key.product ?? '', firmwareVersion ?? ''];
  return { identity: `model:${told.join(':')}`, identifiedBy: 'model' };
}

/** One key by the passkeys on it. */
export function credentialIdentity(id: string): Identity {
  return { identity: `credential:${id}`, identifiedBy: 'credential' };
}
