import { createHash } from 'node:crypto';

/** The .NET UrlToken form in which Graph gives ids: base64url and a digit that counts the padding left out. */
export function urlToken(bytes: Uint8Array): string {
  return `${Buffer.from(bytes).toString('base64url')}${(3 - (bytes.length % 3)) % 3}`;
}

/** A GUID that follows from a credential id: the other kind of id that methods have. */
export function guid(credentialId: string): string {
  const hex = createHash('sha256').update(`method/${credentialId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Standard base64 with padding, which Graph mixes in where its docs say base64url. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

export function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
