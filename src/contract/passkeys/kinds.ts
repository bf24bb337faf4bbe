import { z } from 'zod';
import { commas, wordsOf } from '../../words/say.ts';

/**
 * The kinds of passkey in the report of Microsoft Entra ID: on a security key, in Microsoft Authenticator on a phone,
 * in Windows Hello, synced between devices, and any that Keydesk does not know yet.
 */
export const passkeyKinds = ['security-key', 'authenticator', 'windows-hello', 'synced', 'other'] as const;
export const passkeyKindSchema = z.enum(passkeyKinds);
export type PasskeyKind = z.infer<typeof passkeyKindSchema>;

export const passkeyKindWords: Readonly<Record<PasskeyKind, string>> = wordsOf('passkeys').kinds;

/** Returns the kinds for one table cell; empty for none. */
export function passkeyKindsText(kinds: readonly PasskeyKind[]): string {
  return commas(kinds.map(kind => passkeyKindWords[kind]));
}
