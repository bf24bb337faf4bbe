import type { RecordSignInRequest, recordSignIns } from '../../../../contract/record/schema.ts';

export type RecordSignIn = (typeof recordSignIns)[number];

/** What a person has entered about signing in to a record. */
export interface SignInDraft {
  readonly kind: RecordSignIn;
  readonly password: string;
  /** The file with the certificate and its key, in base64; null if none is chosen. It stays in the memory of the window. */
  readonly file: { readonly name: string; readonly base64: string } | null;
  readonly passphrase: string;
  readonly ca: string;
}

export const emptySignIn: SignInDraft = { kind: 'password', password: '', file: null, passphrase: '', ca: '' };

/** Returns whether everything is there that this way to sign in needs. */
export function isComplete({ kind, password, file }: SignInDraft): boolean {
  if (kind === 'password') return password !== '';
  return kind !== 'certificate' || file !== null;
}

export function signInRequest({ kind, password, file, passphrase, ca }: SignInDraft): RecordSignInRequest {
  return {
    ...(kind === 'none' ? { passwordFile: true } : {}),
    ...(kind === 'password' && password !== '' ? { password } : {}),
    ...(kind === 'entra' ? { entra: true } : {}),
    ...(kind === 'certificate' && file !== null
      ? { certificate: { file: file.base64, ...(passphrase === '' ? {} : { passphrase }) } }
      : {}),
    ...(ca.trim() === '' ? {} : { ca }),
  };
}
