/** The kinds of passkey that Microsoft Entra ID distinguishes. */
export const passkeys = {
  kinds: {
    'security-key': 'Security key',
    authenticator: 'Microsoft Authenticator',
    'windows-hello': 'Windows Hello',
    synced: 'Synced passkey',
    other: 'Other kind of passkey',
  },
} as const;
