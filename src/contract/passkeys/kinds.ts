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

/** AAGUIDs of Microsoft Authenticator on Android and iOS, and of Windows Hello (hardware, software, VBS). None is a security key. */
const MICROSOFT = new Set([
  'de1e552d-db1d-4423-a619-566b625cdc84',
  '90a3ccdf-635c-4729-a248-9b709135078f',
  '08987058-cadc-4b81-b6e1-30de50dcbe96',
  '9ddd1817-af5a-4672-a2b9-3e3dd95000a9',
  '6028b017-b1d4-4c02-b4b3-afcdafc96bb2',
]);

/** Returns whether a passkey is known to be on a phone or in Windows Hello, by its AAGUID. */
export function isMicrosoftModel(aaguid: string | null): boolean {
  return aaguid !== null && MICROSOFT.has(aaguid.toLowerCase());
}
