import { z } from 'zod';
import { commas, wordsOf } from '../../words/say.ts';

/**
 * The kinds of passkey that Microsoft Entra ID tells apart in its report: on a security key, in Microsoft Authenticator on a
 * phone, in Windows Hello, synced between devices, and whatever Keydesk does not know yet.
 */
export const passkeyKinds = ['security-key', 'authenticator', 'windows-hello', 'synced', 'other'] as const;
export const passkeyKindSchema = z.enum(passkeyKinds);
export type PasskeyKind = z.infer<typeof passkeyKindSchema>;

export const passkeyKindWords: Readonly<Record<PasskeyKind, string>> = wordsOf('passkeys').kinds;

/** The kinds as they are shown in one cell; empty for none. */
export function passkeyKindsText(kinds: readonly PasskeyKind[]): string {
  return commas(kinds.map(kind => passkeyKindWords[kind]));
}
