import type { UserRow } from '../../../../contract/directory/schema.ts';
import { passkeyKindWords } from '../../../../contract/passkeys/kinds.ts';
import { strings } from '../../../strings.ts';

const words = strings.directory;

/**
 * Returns the words for a user's passkeys. The user's own list, if it was read, is newer than the report about all
 * users.
 */
export function passkeysOf({ passkeys, passkey, passkeyKinds }: UserRow): string {
  if (passkeys !== null) return words.passkeyCount({ count: passkeys });
  // The kind on a security key is the first one.
  const [kind] = passkeyKinds ?? [];
  if (kind !== undefined && kind !== 'security-key') return passkeyKindWords[kind];
  return passkey === null ? strings.none : passkey ? words.hasPasskey : words.noPasskey;
}
