import type { reconciliationPage as en } from '../en/reconciliationPage.ts';
import type { Translation } from '../types.ts';

export const reconciliationPage: Translation<typeof en> = {
  title: 'Abgleich',
  subtitle: 'Was Microsoft Entra ID hat und was Keydesk erfasst hat, für alle Benutzer mit einem Sicherheitsschlüssel.',
  hint: 'Der Vergleich ändert nichts. Importieren Sie vorher die Benutzer, damit anderswo angelegte Passkeys gefunden werden.',
  compare: 'Vergleichen',
  compareAgain: 'Noch einmal vergleichen',
  comparing: 'Wird verglichen…',
  stop: 'Anhalten',
  progress: 'Verglichene Benutzer: {done, number} von {total, number}',
  compared:
    '{users, plural, one {# Benutzer verglichen} other {# Benutzer verglichen}}: {count, plural, =0 {kein Unterschied} one {# Unterschied} other {# Unterschiede}}',
  stopped: 'Angehalten. Verglichene Benutzer: {done, number} von {total, number}',
  all: 'Alle ({count, number})',
  kindCount: '{kind} ({count, number})',
  differences: 'Unterschiede',
  sideBySide: 'Nebeneinander',
  none: 'Keine Unterschiede',
  noneHint: 'Microsoft Entra ID und Keydesk stimmen überein.',
  unread: 'Die Passkeys von {user} waren nicht lesbar: {why}',
  audit:
    'Wer anderswo Passkeys registriert hat, ist nicht bekannt, weil das Überwachungsprotokoll nicht lesbar war: {why}',
  more: '{count, plural, one {Ein weiterer Unterschied wird nicht gezeigt.} other {# weitere Unterschiede werden nicht gezeigt.}}',
  inconsistent: 'Die Liste des Schlüssels widerspricht sich, also kann ein dort fehlender Passkey doch darauf sein.',
  columns: {
    user: 'Benutzer',
    passkey: 'Passkey',
    difference: 'Unterschied',
    mend: 'Was zu tun ist',
    onKey: 'Auf Schlüssel',
    inEntra: 'In Entra ID',
    recorded: 'In Keydesk',
  },
  registeredAt: 'Registriert {time}',
  registeredBy: 'Registriert {time} von {who}',
  unknownUser: 'Unbekannter Benutzer',
  unproven: 'Noch nicht bewiesen',
  needsKey: 'Stecken Sie den Schlüssel ein, und lesen Sie ihn auf seiner Seite.',
  nothingToDo: 'Nichts zu tun.',
  moreMends: '{user, select, null {Weitere Aktionen für {passkey}} other {Weitere Aktionen für {passkey} von {user}}}',
  buttons: {
    adopt: 'Erfassen',
    'delete-in-entra': 'In Entra ID löschen',
    'delete-on-key': 'Auf Schlüssel löschen',
    'close-assignment': 'Zuweisung schließen',
    'mark-key-lost': 'Als verloren melden',
    'mark-key-returned': 'Als zurückgegeben melden',
    'enroll-again': 'Neu einrichten',
    none: 'Nichts zu tun',
  },
  titles: {
    adopt: 'Diesen Passkey erfassen?',
    'delete-in-entra': 'Diesen Passkey in Microsoft Entra ID löschen?',
    'delete-on-key': 'Diesen Passkey auf dem Schlüssel löschen?',
    'close-assignment': 'Diese Zuweisung schließen?',
    'mark-key-lost': 'Diesen Schlüssel als verloren melden?',
    'mark-key-returned': 'Diesen Schlüssel als zurückgegeben melden?',
  },
  texts: {
    adopt:
      'Keydesk legt eine aktive Zuweisung für „{passkey}“ von {user} an. In Microsoft Entra ID und auf dem Schlüssel ändert sich nichts. Der Schlüssel wird erkannt, wenn er eingesteckt wird.',
    'delete-in-entra':
      '„{passkey}“ wird in Microsoft Entra ID gelöscht. {user} kann sich nicht mehr damit anmelden. Auf dem Schlüssel bleibt er, bis der Schlüssel eingesteckt ist und der Passkey dort gelöscht wird.',
    'delete-on-key':
      '{user, select, null {„{passkey}“ wird endgültig vom Schlüssel gelöscht.} other {„{passkey}“ von {user} wird endgültig vom Schlüssel gelöscht.}}',
    'close-assignment':
      'Die Zuweisung von „{passkey}“ von {user} endet. In Microsoft Entra ID und auf dem Schlüssel ändert sich nichts.',
    'mark-key-lost':
      'Die Passkeys auf „{key}“ werden in Microsoft Entra ID gelöscht, ihre Zuweisungen werden widerrufen, und der Schlüssel wird als verloren markiert.',
    'mark-key-returned':
      'Die Passkeys auf „{key}“ werden in Microsoft Entra ID gelöscht, und ihre Zuweisungen werden widerrufen. Setzen Sie den Schlüssel zurück, bevor er an einen anderen Benutzer geht.',
  },
  unprovenText:
    'Das ist noch nicht bewiesen: Die Listen von Microsoft Entra ID können bis zu einer Stunde alt sein, und ein Schlüssel kann die Seriennummer eines anderen haben. Wenn Sie nicht sicher sind, warten Sie eine Stunde, und vergleichen Sie noch einmal.',
  acceptUnproven: 'Ich weiß, dass dieser Passkey nicht gebraucht wird',
  done: 'Erledigt',
  mended: 'Der Unterschied ist behoben.',
  comparison: 'Vergleich',
  userHint: 'Was Microsoft Entra ID von diesem Benutzer hat und was Keydesk erfasst hat.',
  keyHint:
    'Microsoft Entra ID und die Aufzeichnung sind verglichen. Lesen Sie den Schlüssel, um auch seinen Inhalt zu vergleichen.',
  keyRead: 'Der Schlüssel ist gelesen. Seine PIN wird vergessen, wenn Sie diese Seite verlassen.',
  plugIn: 'Stecken Sie diesen Schlüssel ein, um auch seinen Inhalt zu vergleichen.',
  readKey: 'Schlüssel lesen',
  sharedKey:
    'Diese Zeile steht für alle Schlüssel eines Modells, die nicht unterscheidbar sind. Es gibt nichts zu vergleichen.',
  model: 'Modell',
};
