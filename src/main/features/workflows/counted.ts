import { type PasskeyKind, passkeyKinds } from '../../../contract/passkeys/kinds.ts';

/** Parses the column `counted`: the kinds of passkey that count for a workflow. */
export function countedOf(column: unknown): PasskeyKind[] {
  const names = String(column).split(' ');
  return passkeyKinds.filter(kind => names.includes(kind));
}
