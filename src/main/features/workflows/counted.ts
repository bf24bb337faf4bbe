import { type PasskeyKind, passkeyKinds } from '../../../contract/passkeys/kinds.ts';

/** The kinds of passkey that count for a workflow, of what the column `counted` keeps. */
export function countedOf(column: unknown): PasskeyKind[] {
  const names = String(column).split(' ');
  return passkeyKinds.filter(kind => names.includes(kind));
}
