import { type PasskeyKind, passkeyKinds } from '../../../../contract/passkeys/kinds.ts';

/** Names that `methodsRegistered` has for passkeys (graph.md, 6), in lower case. */
const known: Readonly<Record<string, PasskeyKind>> = {
  fido2: 'security-key',
  fido2securitykey: 'security-key',
  // Bound to some device: where Entra does not say which, it may well be a security key.
  passkeydevicebound: 'security-key',
  passkeydeviceboundauthenticator: 'authenticator',
  passkeydeviceboundwindowshello: 'windows-hello',
  passkeysynced: 'synced',
};
const PASSKEY = /fido2|passkey/;

/** The kinds of passkey among registered methods, as a set of bits: what the column `kinds` keeps. */
export function kindBits(methods: readonly unknown[]): number {
  return methods
    .filter(method => typeof method === 'string')
    .map(method => method.toLowerCase())
    .reduce((bits, method) => bits | bitOf(known[method] ?? (PASSKEY.test(method) ? 'other' : undefined)), 0);
}

/** Null for null: nobody has told. */
export function kindsOf(bits: unknown): PasskeyKind[] | null {
  return typeof bits === 'number' ? passkeyKinds.filter(kind => (bits & bitOf(kind)) !== 0) : null;
}

export function bitOf(kind: PasskeyKind | undefined): number {
  return kind === undefined ? 0 : 1 << passkeyKinds.indexOf(kind);
}
