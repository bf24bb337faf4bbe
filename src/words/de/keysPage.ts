import type { keysPage as en, keyWork as enWork } from '../en/keysPage.ts';
import type { Translation } from '../types.ts';

export const keysPage: Translation<typeof en> = {
  title: 'Sicherheitsschlüssel',
  subtitle: 'Die eingesteckten Schlüssel und was jeder unterstützt.',
  none: 'Es ist kein Sicherheitsschlüssel eingesteckt',
  noneHint: 'Stecken Sie einen ein; er wird hier automatisch angezeigt.',
  unnamed: 'Sicherheitsschlüssel',
  canPasskey: 'Kann Microsoft-Passkeys speichern',
  cannotPasskey: 'Kann keinen Microsoft-Passkey speichern',
  reading: 'Der Schlüssel wird gelesen …',
  inUse: 'Dieser Schlüssel wird gerade für {user} eingerichtet. Danach wird er gelesen.',
  toEnrollment: 'Zur Einrichtung',
  places: 'Plätze für Passkeys',
  placesUnknown: 'Dieser Schlüssel teilt nicht mit, wie viele Passkeys Platz haben.',
  placesFree:
    '{used, plural, =0 {{free, number} frei} one {{free, number} frei, # belegt von einem Passkey, der mit Keydesk angelegt wurde} other {{free, number} frei, # belegt von Passkeys, die mit Keydesk angelegt wurden}}',
  technical: 'Technische Details',
  readAgain: 'Neu lesen',
};

export const keyWork: Translation<typeof enWork> = {
  setPin: 'PIN festlegen',
  changePin: 'PIN ändern',
  currentPin: 'Aktuelle PIN',
  newPin: 'Neue PIN',
  credentials: 'Passkeys auf diesem Schlüssel',
  nobody: 'Kein Name',
  deleteCredential: '{user} bei {website} löschen',
  confirmCredential: 'Den Passkey von {user} bei {website} von diesem Schlüssel löschen? Dort bleibt er registriert.',
  fingerprints: 'Fingerabdrücke',
  noFingerprints: 'Auf dem Schlüssel sind noch keine Fingerabdrücke.',
  unnamedFinger: 'Fingerabdruck ohne Namen',
  fingerName: 'Name des Fingerabdrucks',
  addFinger: 'Fingerabdruck hinzufügen',
  putFinger: 'Legen Sie den Finger auf den Sensor des Schlüssels',
  samplesLeft: '{count, plural, one {Noch eine Berührung.} other {Noch # Berührungen.}}',
  deleteFinger: '{name} löschen',
  confirmFinger: 'Den Fingerabdruck „{name}“ vom Schlüssel entfernen?',
  config: 'Schlüsseleinstellungen',
  alwaysUv: 'Bei jeder Anmeldung nach PIN oder Fingerabdruck fragen',
  enterpriseAttestation:
    'Dem Schlüssel erlauben, den Organisationen, für die er hergestellt wurde, seine Seriennummer mitzuteilen (nur Zurücksetzen schaltet es aus)',
  minLength: 'Mindestlänge der PIN',
  minLengthHint: 'Lässt sich nur erhöhen; Zurücksetzen senkt sie. Eine zu kurze PIN muss zuerst geändert werden.',
  setMinLength: 'Erhöhen',
  forcePinChange: 'Vor der nächsten Verwendung eine Änderung der PIN verlangen',
  wink: 'Blinken',
  reset: 'Zurücksetzen',
  resetTitle: '{name} zurücksetzen',
  resetErases: 'Alles auf dem Schlüssel wird gelöscht:',
  resetAdvice:
    'alle Passkeys, die PIN, die Fingerabdrücke und die Einstellungen. Bis zur nächsten Einrichtung ist keine Anmeldung mit dem Schlüssel möglich.',
  reading: 'Es wird gelesen, wessen Passkeys auf dem Schlüssel sind …',
  knownPasskeys: 'Diese Passkeys werden gelöscht:',
  passkeyOf: '{passkey} von {user} ({userName})',
  otherPasskeys: 'Auch Passkeys, die nicht mit Keydesk angelegt wurden, werden gelöscht.',
  noKnownPasskeys: 'Keydesk weiß von keinem Passkey auf diesem Schlüssel. Falls es welche gibt, werden sie gelöscht.',
  erasedStillInEntra:
    '{tenant, select, null {„{passkey}“ von {user} wurde vom Schlüssel gelöscht. In Microsoft Entra ID ist der Passkey noch vorhanden.} other {„{passkey}“ von {user} wurde vom Schlüssel gelöscht. In Microsoft Entra ID ist der Passkey noch vorhanden. Er gehört zu {tenant}: Verbinden Sie sich mit diesem Mandanten, um ihn dort zu löschen.}}',
  erasedDeleted: '„{passkey}“ von {user} ist auch in Microsoft Entra ID gelöscht.',
  deleteInEntra: 'In Microsoft Entra ID löschen',
  resetUnfinished:
    'Die nicht abgeschlossene Einrichtung von {user}, begonnen {time}, fand auf diesem Schlüssel statt: als erledigt schließen',
  resetConfirm: 'Geben Sie den Namen des Schlüssels ein, {name}, um fortzufahren',
  resetSteps: {
    remove: 'Ziehen Sie den Schlüssel jetzt ab',
    insert: 'Stecken Sie den Schlüssel wieder ein und berühren Sie ihn, sobald er blinkt',
    touch: 'Berühren Sie jetzt die Taste am Schlüssel',
  },
  resetLongSteps: {
    remove: 'Ziehen Sie den Schlüssel jetzt ab',
    insert: 'Stecken Sie den Schlüssel wieder ein. Sobald er blinkt, lassen Sie den Finger zehn Sekunden darauf',
    touch: 'Lassen Sie den Finger zehn Sekunden auf der Taste des Schlüssels',
  },
  resetLong: 'Dieser Schlüssel wird durch eine Berührung von zehn Sekunden gelöscht.',
  resetDone: 'Der Schlüssel wurde zurückgesetzt und ist leer.',
  resetDoneReplug:
    'Der Schlüssel wurde gelöscht. Ziehen Sie ihn ab und stecken Sie ihn wieder ein, bevor Sie ihn verwenden.',
};
