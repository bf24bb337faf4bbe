/** The kinds of passkey that Microsoft Entra ID distinguishes, and its attestation levels. */
export const passkeys = {
  kinds: {
    'security-key': 'Security key',
    authenticator: 'Microsoft Authenticator',
    'windows-hello': 'Windows Hello',
    synced: 'Synced passkey',
    other: 'Other kind of passkey',
  },
  attestation: { attested: 'Attested', notAttested: 'Not attested' },
} as const;
