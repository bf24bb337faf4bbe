import type {
  reset as en,
  resetLongSteps as enResetLongSteps,
  resetSteps as enResetSteps,
} from '../../en/commands/reset.ts';
import type { Translation } from '../../types.ts';

export const reset: Translation<typeof en> = {
  description: 'einen Schlüssel zurücksetzen: alle Passkeys, die PIN und die Einstellungen löschen',
  confirm: 'der Name des Schlüssels, wie keys list ihn zeigt, damit nichts versehentlich gelöscht wird',
  unfinished:
    'nicht abgeschlossene Einrichtungen (siehe enrollments), die auf diesem Schlüssel begonnen wurden, wenn der Schlüssel es nicht zeigt: Sie werden geschlossen',
  unfinishedOn:
    'Auf diesem Schlüssel wurde vielleicht eine nicht abgeschlossene Einrichtung von {user} begonnen. Wenn ja, schließen Sie sie bei diesem Zurücksetzen mit --unfinished {id}, oder danach: keydesk enrollments discard --id {id}',
  erases: 'Das löscht den Passkey „{passkey}“ von {name} ({user}).',
  erasesElsewhere: 'Das löscht einen Passkey von {name} in {tenant}.',
  stillInEntra: 'Microsoft Entra ID hat noch den Passkey „{passkey}“ von {name}. So löschen Sie ihn dort:',
  stillElsewhere:
    'Microsoft Entra ID hat noch den Passkey „{passkey}“ von {name} in {tenant}. Um ihn dort zu löschen, verbinden Sie sich mit {tenant}; dann:',
  erased: 'Der Schlüssel wurde gelöscht. Ziehen Sie ihn ab und stecken Sie ihn wieder ein, bevor Sie ihn verwenden.',
  done: 'Der Schlüssel wurde zurückgesetzt und ist leer.',
};

export const resetSteps: Translation<typeof enResetSteps> = {
  remove: 'Ziehen Sie den Schlüssel ab.',
  insert: 'Stecken Sie ihn wieder ein und berühren Sie ihn, sobald er blinkt.',
  touch: 'Berühren Sie jetzt die Taste am Schlüssel.',
};

export const resetLongSteps: Translation<typeof enResetLongSteps> = {
  remove: 'Ziehen Sie den Schlüssel ab. Dieser Schlüssel wird durch eine Berührung von zehn Sekunden gelöscht.',
  insert:
    'Stecken Sie ihn wieder ein. Sobald er blinkt, berühren Sie ihn und lassen Sie den Finger zehn Sekunden darauf.',
  touch: 'Berühren Sie jetzt die Taste am Schlüssel und lassen Sie den Finger zehn Sekunden darauf.',
};
