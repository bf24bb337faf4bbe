import type { IdentifiedBy } from '../../../contract/inventory/schema.ts';
import type { KeySummary } from '../../../contract/keys/schema.ts';
import { usableSerial } from '../../services/keys/serials.ts';

/** What a key is recognized by, and how much that is worth. */
export interface Identity {
  readonly identity: string;
  readonly identifiedBy: IdentifiedBy;
}

/**
 * The identity of a key by its maker, product and serial number. Undefined if it has no serial number, if the number is a
 * placeholder, or if another plugged-in key has the same number.
 */
export function serialIdentity(key: KeySummary, pluggedIn: readonly KeySummary[]): Identity | undefined {
  if (usableSerial(key.serial) === undefined || hasTwin(key, pluggedIn)) return undefined;
  return { identity: toldSerial(key) ?? '', identifiedBy: 'serial' };
}

/** Whether another plugged-in key has the same serial number. Then the number identifies neither of them. */
export function hasTwin(key: KeySummary, pluggedIn: readonly KeySummary[]): boolean {
  const told = toldSerial(key);
  return told !== undefined && pluggedIn.some(other => other.id !== key.id && toldSerial(other) === told);
}

/** The identity by serial number, without any check whether the number is unique. */
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
