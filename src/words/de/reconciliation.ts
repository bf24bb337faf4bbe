import type { reconciliation as en, reconcileCommand as enCommand } from '../en/reconciliation.ts';
import type { Translation } from '../types.ts';

export const reconciliation: Translation<typeof en> = {
  kinds: {
    'not-in-entra': 'Hier aktiv, aber nicht in Microsoft Entra ID',
    'not-recorded': 'In Microsoft Entra ID, aber hier nicht erfasst',
    'erased-from-key': 'Vom Schlüssel gelöscht, aber noch in Microsoft Entra ID',
    'deletion-due': 'Hier widerrufen, aber noch in Microsoft Entra ID',
    'not-on-key': 'Aktiv, aber nicht mehr auf dem Schlüssel',
    'only-on-key': 'Auf dem Schlüssel, aber nicht in Microsoft Entra ID',
    'user-left': 'Der Benutzer ist nicht mehr im Verzeichnis',
    'user-disabled': 'Das Konto des Benutzers ist deaktiviert',
    'user-renamed': 'Der Benutzer heißt jetzt anders',
  },
  mends: {
    adopt: 'erfassen',
    'delete-in-entra': 'in Microsoft Entra ID löschen',
    'delete-on-key': 'auf dem Schlüssel löschen',
    'close-assignment': 'Zuweisung schließen',
    'mark-key-lost': 'Schlüssel als verloren melden',
    'enroll-again': 'Schlüssel neu einrichten',
    none: 'nichts zu tun',
  },
};

export const reconcileCommand: Translation<typeof enCommand> = {
  description: 'Schlüssel, Microsoft Entra ID und die Aufzeichnung von Keydesk vergleichen; ändert nichts',
  user: 'nur dieser Benutzer',
  key: 'nur dieser eingesteckte Schlüssel; braucht seine PIN',
  pinStdin: 'die PIN des Schlüssels von stdin lesen und vergleichen, was auf dem Schlüssel ist',
  none: 'Es gibt keine Unterschiede.',
  columns: 'Benutzer|Schlüssel|Passkey|Unterschied|Was zu tun ist',
  unread: 'Die Passkeys von {user} waren nicht lesbar: {why}',
};
