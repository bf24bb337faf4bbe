import type { IdentifiedBy } from '../../contract/inventory.ts';
import type { KeySummary } from '../../contract/keys.ts';

/** What a key is recognised by, and how much that is worth. */
export interface Identity {
  readonly identity: string;
  readonly identifiedBy: IdentifiedBy;
}

/**
 * A key by its maker, product and serial number; undefined where it tells none, or where another one that is plugged in tells
 * the same: some makers give all their keys one number.
 */
export function serialIdentity(key: KeySummary, pluggedIn: readonly KeySummary[]): Identity | undefined {
  const told = serialOf(key);
  if (told === undefined) return undefined;
  const twin = pluggedIn.some(other => other.id !== key.id && serialOf(other) === told);
  return twin ? undefined : { identity: told, identifiedBy: 'serial' };
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

function serialOf({ vendorId, productId, serial }: KeySummary): string | undefined {
  const number = serial?.trim() ?? '';
  return number === '' ? undefined : `serial:${vendorId ?? ''}:${productId ?? ''}:${number}`;
}
