/** The .NET UrlToken form in which Graph gives ids: base64url and a digit that counts the padding left out. */
export function urlToken(bytes: Uint8Array): string {
  return `${Buffer.from(bytes).toString('base64url')}${(3 - (bytes.length % 3)) % 3}`;
}

/** Standard base64 with padding, which Graph mixes in where its docs say base64url. */
export function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}

export function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
