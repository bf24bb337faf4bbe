import { createHash } from 'node:crypto';

/** Encodes an id in Graph's .NET UrlToken form: base64url, and a digit that counts the omitted padding. */
export function urlToken(bytes: Uint8Array): string {
  return `${Buffer.from(bytes).toString('base64url')}${(3 - (bytes.length % 3)) % 3}`;
}

/** Derives a GUID from a credential id: the other kind of method id. */
export function guid(credentialId: string): string {
  const hex = createHash('sha256').update(`method/${credentialId}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Encodes as standard base64 with padding, which Graph uses in some places that are documented as base64url. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

export function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
