import type { users as en } from '../../en/commands/users.ts';
import type { Translation } from '../../types.ts';

export const users: Translation<typeof en> = {
  description: 'die Benutzer des Mandanten',
  list: 'Benutzer auflisten, mit den Arten von Passkeys, die der letzte Import gefunden hat',
  search: 'Teil von Name, Benutzerprinzipalname oder Mailadresse',
  none: 'Es gibt keine Benutzer.',
  more: '(es gibt mehr; verwenden Sie --search)',
  export: 'die importierten Benutzer auf stdout oder in eine Datei schreiben, mit den Arten ihrer Passkeys',
  searchExport: 'Wortanfänge von Name, Benutzername, Mail, Personalnummer und Abteilung',
  passkeyKind: 'nur Benutzer mit einem Passkey dieser Art',
  headings: 'Benutzer|Name|Abteilung|Konto|Passkeys',
  guest: 'Gast',
  disabled: 'deaktiviert',
};
