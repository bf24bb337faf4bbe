import type { usersPage as en, passkeysPage as enPasskeys, userPage as enUser } from '../en/usersPage.ts';
import type { Translation } from '../types.ts';

export const usersPage: Translation<typeof en> = {
  title: 'Alle Benutzer',
  subtitle: 'Suchen Sie eine Person und fügen Sie einen Passkey hinzu.',
  search: 'Nach Name oder Benutzername suchen',
  addPasskey: 'Microsoft-Passkey hinzufügen',
  addPasskeyFor: 'Microsoft-Passkey für {name} hinzufügen',
  columns: { name: 'Anzeigename', userName: 'Benutzername', department: 'Abteilung', state: 'Status' },
  empty: 'In diesem Mandanten gibt es keine Benutzer.',
  noMatch: 'Kein Benutzer passt zu „{query}“.',
  more: 'Mehr laden',
  shown: '{count, plural, one {1 Benutzer angezeigt} other {# Benutzer angezeigt}}',
  enabled: 'Aktiviert',
  disabled: 'Deaktiviert',
  guest: 'Gast',
};

export const userPage: Translation<typeof enUser> = {
  tabs: {
    info: 'Info',
    passkeys: 'Passkeys',
    keys: 'Sicherheitsschlüssel',
    groups: 'Gruppen',
    activity: 'Aktivität',
  },
  facts: {
    displayName: 'Anzeigename',
    userPrincipalName: 'Benutzername',
    mail: 'Mail',
    jobTitle: 'Position',
    department: 'Abteilung',
    employeeId: 'Personalnummer',
    state: 'Konto',
    passkeyKinds: 'Passkeys laut letztem Bericht',
    id: 'Objekt-ID',
  },
};

export const passkeysPage: Translation<typeof enPasskeys> = {
  add: 'Passkey hinzufügen',
  microsoft: 'Microsoft',
  columns: {
    name: 'Name',
    model: 'Modell und AAGUID',
    lastUsed: 'Zuletzt verwendet',
    attestation: 'Attestierung',
    key: 'Auf Schlüssel',
    actions: 'Aktionen',
  },
  created: 'Angelegt {day}',
  empty: 'Noch keine Passkeys',
  emptyHint: 'Stecken Sie einen Sicherheitsschlüssel ein und wählen Sie „Passkey hinzufügen“.',
  notUsed: 'Nie aufgezeichnet',
  usedFrom: 'Zuletzt verwendet: laut Microsoft Graph {version}.',
  useUnknown: 'Microsoft Graph konnte nicht nach der letzten Verwendung dieser Passkeys gefragt werden.',
  unknownKey: 'Nicht bekannt',
  asOf: 'In Microsoft Entra ID, Stand {time}',
  asking: 'Wird aus Microsoft Entra ID gelesen …',
  stale: 'Microsoft Entra ID ist gerade nicht erreichbar. Stand dieser Liste: {time}.',
  assignments: 'Zuweisungen',
  differences: 'Microsoft Entra ID und die Aufzeichnung von Keydesk unterscheiden sich',
  notInEntra: '„{name}“ ist hier aktiv, aber nicht mehr in Microsoft Entra ID. Widerrufen Sie unten die Zuweisung.',
  notRecorded: '„{name}“ wurde nicht mit diesem Keydesk angelegt.',
  erased:
    '„{name}“ wurde vom Schlüssel gelöscht. In Microsoft Entra ID ist der Passkey noch vorhanden: Löschen Sie ihn auch hier.',
  deletionDue: '„{name}“ ist hier widerrufen und muss in Microsoft Entra ID noch gelöscht werden.',
  delete: 'Löschen',
  deleteLabel: '{name} löschen',
  confirmTitle: 'Diesen Passkey löschen?',
  confirm: '„{name}“ wird in Microsoft Entra ID gelöscht. {user} kann sich damit nicht mehr anmelden.',
  keepsCopy: 'Auf dem Schlüssel bleibt eine Kopie, die nicht mehr verwendbar ist.',
  fromKey: 'Auch vom eingesteckten Schlüssel löschen ({key})',
  fromKeyHint: 'Benötigt die PIN des Schlüssels.',
  deletedInEntra: 'Der Passkey ist in Microsoft Entra ID gelöscht.',
  stillOnKey: 'Auf dem Schlüssel ist noch eine Kopie. Versuchen Sie es noch einmal, oder lassen Sie sie dort.',
  leave: 'Dort lassen',
};
