import type { KeySummary } from '../../contract/keys/schema.ts';
import { strings } from '../strings.ts';

/** What a key is called on the screen: its product, and its serial number where it tells one. */
export function keyName(key: Pick<KeySummary, 'product' | 'serial'>): string {
  const product = key.product ?? strings.keys.unnamed;
  return key.serial === undefined ? product : `${product} · ${key.serial}`;
}
