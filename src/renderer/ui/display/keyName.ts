import type { KeySummary } from '../../../contract/keys/schema.ts';
import { strings } from '../../strings.ts';

/** Returns the display name of a key: its product, and its serial number if the key reports one. */
export function keyName(key: Pick<KeySummary, 'product' | 'serial'>): string {
  const product = key.product ?? strings.keys.unnamed;
  return key.serial === undefined ? product : `${product} · ${key.serial}`;
}
