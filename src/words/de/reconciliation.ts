import type { reconciliation as en, reconcileCommand as enCommand } from '../en/reconciliation.ts';
import type { Translation } from '../types.ts';

export const reconciliation: Translation<typeof en> = {
  kinds: {
    'not-in-entra': 'Hier aktiv, aber nicht in Microsoft Entra ID',
    'not-recorded': 'In Microsoft Entra ID, aber hier nicht erfasst',
    'erased-from-key': 'Vom Schlüssel gelöscht, aber noch in Microsoft Entra ID',
    'deletion-due': 'Hier widerrufen, aber noch in Microsoft Entra ID',
    'not-proven': 'In Microsoft Entra ID, aber sein Schlüssel hat sich noch nicht damit angemeldet',
    'not-on-key': 'Aktiv, aber nicht mehr auf dem Schlüssel',
    'only-on-key': 'Auf dem Schlüssel, aber nicht in Microsoft Entra ID',
    'user-left': 'Der Benutzer wurde in Microsoft Entra ID gelöscht',
    'user-disabled': 'Das Konto des Benutzers ist deaktiviert',
    'user-renamed': 'Der Benutzer heißt jetzt anders',
    'key-of-several': 'Zwei Benutzer haben einen Passkey auf demselben Schlüssel',
  },
  causes: {
    'not-in-entra':
      'Jemand hat ihn dort gelöscht, oder der Benutzer hat ihn entfernt. Der Benutzer kann sich nicht damit anmelden.',
    'not-recorded':
      'Er wurde anderswo registriert: vom Benutzer, von einem anderen Programm oder von einem anderen Keydesk.',
    'erased-from-key':
      'Der Schlüssel wurde zurückgesetzt, oder der Passkey wurde davon gelöscht. Niemand kann sich damit anmelden.',
    'deletion-due':
      'Keydesk hat ihn widerrufen, aber Microsoft Entra ID führt ihn noch auf. Mit dem Schlüssel ist vielleicht noch eine Anmeldung möglich.',
    'not-proven':
      'Seine Einrichtung wurde unterbrochen. Richtet man denselben Schlüssel noch einmal ein, wird er fertig. Ist dieser Schlüssel weg, kann sich niemand damit anmelden.',
    'not-on-key':
      'Ein anderes Programm hat ihn gelöscht oder den Schlüssel zurückgesetzt, oder dies ist ein anderer Schlüssel desselben Modells.',
    'only-on-key':
      'Er wurde nur in Microsoft Entra ID gelöscht. Er belegt Platz auf dem Schlüssel, und niemand kann sich damit anmelden.',
    'user-left': 'Der Passkey ist mit dem Konto weg, aber der Benutzer hat vielleicht noch den Schlüssel.',
    'user-disabled': 'Solange das Konto deaktiviert ist, kann sich niemand mit dem Passkey anmelden.',
    'user-renamed':
      'Das Konto wurde umbenannt, seit der Passkey angelegt wurde. Der nächste Import berichtigt den Namen hier.',
    'key-of-several':
      'Zwei Arbeitsplätze haben ihn eingerichtet, und einer sah nicht, was der andere tat. Beide Benutzer können sich damit anmelden. Finden Sie heraus, wem der Schlüssel gehört, und löschen Sie den Passkey des anderen.',
  },
  mends: {
    adopt: 'erfassen',
    'delete-in-entra': 'in Microsoft Entra ID löschen',
    'delete-on-key': 'auf dem Schlüssel löschen',
    'close-assignment': 'Zuweisung schließen',
    'mark-key-lost': 'Schlüssel als verloren melden',
    'mark-key-returned': 'Schlüssel als zurückgegeben melden',
    'enroll-again': 'Schlüssel neu einrichten',
    none: 'nichts zu tun',
  },
  places: { 'security-key': 'Sicherheitsschlüssel', platform: 'Telefon oder Windows Hello', unknown: 'Unbekannt' },
  presences: { yes: 'Ja', no: 'Nein', unread: 'Nicht gelesen' },
  sharedWith: 'Auch auf diesem Schlüssel: der Passkey von {user}',
  bySelf: 'der Benutzer',
  bySelfNamed: '{name} (der Benutzer)',
  byAdmin: 'jemand anderes',
  byAdminNamed: '{name}',
};

export const reconcileCommand: Translation<typeof enCommand> = {
  description: 'Schlüssel, Microsoft Entra ID und die Aufzeichnung von Keydesk vergleichen; ändert nichts',
  user: 'nur dieser Benutzer',
  key: 'nur dieser eingesteckte Schlüssel; braucht seine PIN',
  pinStdin: 'die PIN des Schlüssels von stdin lesen und vergleichen, was auf dem Schlüssel ist',
  none: 'Es gibt keine Unterschiede.',
  columns: 'Benutzer|Schlüssel|Passkey|Unterschied|Registriert|Von|Was zu tun ist',
  unread: 'Die Passkeys von {user} waren nicht lesbar: {why}',
  more: '{count, plural, one {Ein weiterer Unterschied wird nicht gezeigt.} other {# weitere Unterschiede werden nicht gezeigt.}}',
  inconsistent: 'Die Liste des Schlüssels widerspricht sich, also kann ein dort fehlender Passkey doch darauf sein.',
  unknownKey: 'Keydesk kennt diesen Schlüssel nicht, und es ist kein Microsoft-Passkey darauf.',
  audit:
    'Wer anderswo Passkeys registriert hat, ist nicht bekannt, weil das Überwachungsprotokoll nicht lesbar war: {why}',
  unproven: 'noch nicht bewiesen',
  mend: 'einen Unterschied beheben, wie reconcile ihn zeigt',
  mendKind: 'was zu tun ist',
  mendUser: 'der Benutzer: Objekt-ID oder Benutzerprinzipalname',
  method: 'der Passkey in Microsoft Entra ID (methodId)',
  credential: 'der Passkey auf dem Schlüssel (credentialId)',
  assignment: 'die Zuweisung (assignmentId)',
  inventoryId: 'der Schlüssel, wie inventory list ihn zeigt',
  pinOfKey: 'die PIN des Schlüssels von stdin lesen',
  confirm: 'der Benutzerprinzipalname oder die Seriennummer des Schlüssels, als Bestätigung',
  evenIfUnproven: 'auch wenn nicht bewiesen ist, dass Microsoft Entra ID den Passkey nicht hat',
  mended: 'Erledigt.',
  changed: '{user}: {state}. {reason}',
  stillDue: 'Der Passkey konnte in Microsoft Entra ID noch nicht gelöscht werden; Keydesk versucht es weiter. {why}',
};
