import { type PasskeyKind, passkeyKinds } from '../../../../contract/passkeys/kinds.ts';

/** Names of passkeys in `methodsRegistered` (graph.md, 6), in lower case. */
const known: Readonly<Record<string, PasskeyKind>> = {
  fido2: 'security-key',
  fido2securitykey: 'security-key',
  // Bound to a device. If Entra does not say which kind, it may be a security key.
  passkeydevicebound: 'security-key',
  passkeydeviceboundauthenticator: 'authenticator',
  passkeydeviceboundwindowshello: 'windows-hello',
  passkeysynced: 'synced',
};
const PASSKEY = /fido2|passkey/;

/** Returns the kinds of passkey among registered methods as a bit set, the form of the column `kinds`. */
export function kindBits(methods: readonly unknown[]): number {
  return methods
    .filter(method => typeof method === 'string')
    .map(method => method.toLowerCase())
    .reduce((bits, method) => bits | bitOf(known[method] ?? (PASSKEY.test(method) ? 'other' : undefined)), 0);
}

/** Returns the kinds of a bit set. Null stays null: unknown. */
export function kindsOf(bits: unknown): PasskeyKind[] | null {
  return typeof bits === 'number' ? passkeyKinds.filter(kind => (bits & bitOf(kind)) !== 0) : null;
}

export function bitOf(kind: PasskeyKind | undefined): number {
  return kind === undefined ? 0 : 1 << passkeyKinds.indexOf(kind);
}
