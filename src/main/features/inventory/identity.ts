import type { IdentifiedBy } from '../../../contract/inventory/schema.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import { usableSerial } from '../../services/keys/serials.ts';

/** The identity of a key, and how reliable it is. */
export interface Identity {
  readonly identity: string;
  readonly identifiedBy: IdentifiedBy;
}

/**
 * Returns the identity of a key by its maker, product and serial number. Undefined if it has no serial number, if the number is a
 * placeholder, or if another plugged-in key has the same number.
 */
export function serialIdentity(key: KeySummary, pluggedIn: readonly KeySummary[]): Identity | undefined {
  if (usableSerial(key.serial) === undefined || hasTwin(key, pluggedIn)) return undefined;
  return { identity: toldSerial(key) ?? '', identifiedBy: 'serial' };
}

/** Returns whether another plugged-in key has the same serial number. Then the number identifies neither of them. */
export function hasTwin(key: KeySummary, pluggedIn: readonly KeySummary[]): boolean {
  const told = toldSerial(key);
  return told !== undefined && pluggedIn.some(other => other.id !== key.id && toldSerial(other) === told);
}

/** Returns the identity by serial number, without checking whether the number is unique. */
export function toldSerial({ vendorId, productId, serial }: KeySummary): string | undefined {
  const number = serial?.trim() ?? '';
  return number === '' ? undefined : `serial:${vendorId ?? ''}:${productId ?? ''}:${number}`;
}

/** Returns the identity that all indistinguishable keys of one model and firmware share. */
export function modelIdentity(key: KeySummary, aaguid: string, firmwareVersion: number | undefined): Identity {
  const told = [aaguid, key.vendorId ?? '', key.productId ?? '', key.product ?? '', firmwareVersion ?? ''];
  return { identity: `model:${told.join(':')}`, identifiedBy: 'model' };
}

/** Returns the identity of a key that is known by its passkeys. */
export function credentialIdentity(id: string): Identity {
  return { identity: `credential:${id}`, identifiedBy: 'credential' };
}
