/** Object identifiers of CMS (RFC 5652) and of the algorithms that Keydesk uses with it. */
export const oids = {
  data: '1.2.840.113549.1.7.1',
  envelopedData: '1.2.840.113549.1.7.3',
  aes256cbc: '2.16.840.1.101.3.4.1.42',
  aes256wrap: '2.16.840.1.101.3.4.1.45',
  sha256: '2.16.840.1.101.3.4.2.1',
  mgf1: '1.2.840.113549.1.1.8',
  rsaOaep: '1.2.840.113549.1.1.7',
  /** ECDH with an ephemeral key, and the key derivation of X9.63 with SHA-256 (RFC 5753). */
  ecdhSha256: '1.3.132.1.11.1',
  pbkdf2: '1.2.840.113549.1.5.12',
  hmacSha256: '1.2.840.113549.2.9',
  /** The key wrap for passwords (RFC 3211). */
  pwriKek: '1.2.840.113549.1.9.16.3.9',
} as const;
