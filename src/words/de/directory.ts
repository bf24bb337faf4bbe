import type { directory as en } from '../en/directory.ts';
import type { Translation } from '../types.ts';

export const directory: Translation<typeof en> = {
  refused: {
    users: 'Benutzer waren nicht lesbar. {message}',
    groups: 'Gruppen waren nicht lesbar; alles andere wurde importiert. {message}',
    registrations: 'Der Bericht über registrierte Passkeys war nicht lesbar; alles andere wurde importiert. {message}',
  },
  seconds: '{seconds, number} s',
};
