import type { passkeys as en } from '../en/passkeys.ts';
import type { Translation } from '../types.ts';

export const passkeys: Translation<typeof en> = {
  kinds: {
    'security-key': 'Sicherheitsschlüssel',
    authenticator: 'Microsoft Authenticator',
    'windows-hello': 'Windows Hello',
    synced: 'Synchronisierter Passkey',
    other: 'Passkey anderer Art',
  },
  attestation: { attested: 'Attestiert', notAttested: 'Nicht attestiert' },
};
