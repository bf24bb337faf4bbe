import type { inventoryPage as en } from '../en/inventoryPage.ts';
import type { Translation } from '../types.ts';

export const inventoryPage: Translation<typeof en> = {
  title: 'Bestand',
  subtitle: 'Alle Sicherheitsschlüssel, die je eingesteckt waren, ihre Benutzer und ihr Status.',
  empty: 'Es war noch kein Sicherheitsschlüssel eingesteckt',
  emptyHint: 'Stecken Sie einen ein, oder legen Sie einen Passkey darauf an; er wird hier automatisch angezeigt.',
  noMatch: 'Kein Schlüssel passt zu diesen Filtern.',
  counts: 'Anzahl nach Status',
  all: 'Alle',
  search: 'Schlüssel und Personen suchen',
  columns: {
    key: 'Sicherheitsschlüssel',
    serial: 'Seriennummer',
    state: 'Status',
    user: 'Benutzer',
    lastSeen: 'Zuletzt gesehen',
    actions: 'Aktionen',
  },
  firmware: 'Firmware {version}',
  firstSeen: 'Zuerst gesehen {day}',
  shared: 'Alle Schlüssel dieser Art',
  actions: 'Aktionen für {key}',
  reportLost: 'Als verloren melden',
  retire: 'Ausmustern',
  takeBack: 'Als zurückgegeben melden',
  open: 'Mit Microsoft Entra ID vergleichen',
  restore: 'Wieder in Gebrauch nehmen',
  lostTitle: '{key} als verloren melden?',
  retireTitle: '{key} ausmustern?',
  takeBackTitle: '{key} als zurückgegeben melden?',
  lostText:
    '{user, select, null {Der Schlüssel wird als verloren markiert. Bis zum Zurücksetzen ist er hier nicht mehr verwendbar.} other {Der Passkey von {user} wird in Microsoft Entra ID gelöscht, die Zuweisung wird widerrufen, und der Schlüssel wird als verloren markiert. Mit dem Schlüssel ist keine Anmeldung mehr möglich.}}',
  retireText:
    '{user, select, null {Der Schlüssel wird ausgemustert. Er wird am Arbeitsplatz abgelehnt, bis er wieder in Gebrauch genommen wird.} other {Der Schlüssel wird ausgemustert. Der Passkey von {user} wird in Microsoft Entra ID gelöscht, und die Zuweisung wird widerrufen.}}',
  takeBackText:
    '{user, select, null {Der Schlüssel wird als zurückgegeben markiert und kann an einen anderen Benutzer gehen.} other {Der Passkey von {user} wird in Microsoft Entra ID gelöscht, und die Zuweisung wird widerrufen. Danach kann der Schlüssel an einen anderen Benutzer gehen.}}',
  lostDone: '{key} ist als verloren markiert',
  retiredDone: '{key} ist ausgemustert',
  takeBackDone: '{key} ist als zurückgegeben markiert',
  deleted: 'Der Passkey von {user} ist in Microsoft Entra ID gelöscht.',
  notDeletedElsewhere:
    'Der Passkey von {user} ist hier widerrufen. Er gehört zu {tenant}: Keydesk löscht ihn in Microsoft Entra ID, während es mit diesem Mandanten verbunden ist. Bis dahin ist dort noch eine Anmeldung mit dem Schlüssel möglich.',
  notDeleted:
    'Der Passkey von {user} ist hier widerrufen, konnte aber in Microsoft Entra ID noch nicht gelöscht werden. Keydesk versucht es weiter. Bis dahin ist noch eine Anmeldung mit dem Schlüssel möglich.',
  whatElse: 'Was noch zu tun ist',
  dueTitle:
    '{count, plural, one {Ein Passkey muss noch gelöscht werden} other {# Passkeys müssen noch gelöscht werden}}',
  dueText:
    'Ihre Schlüssel wurden als verloren gemeldet oder ausgemustert, während Microsoft Entra ID nicht erreichbar war.',
  finish: 'Jetzt löschen',
  dueElsewhere:
    '{count, plural, one {Ein Passkey muss in {tenant} noch gelöscht werden. Keydesk löscht ihn, während es mit diesem Mandanten verbunden ist.} other {# Passkeys müssen in {tenant} noch gelöscht werden. Keydesk löscht sie, während es mit diesem Mandanten verbunden ist.}}',
  inTenant: 'In {tenant}',
  mine: 'Die Schlüssel mit Passkeys dieses Benutzers und jene, die mit einem verloren oder ausgemustert wurden.',
  mineEmpty: 'Es ist kein Sicherheitsschlüssel dieses Benutzers bekannt',
  mineHint: 'Ein Schlüssel wird bekannt, wenn hier ein Passkey darauf angelegt wird.',
  known: 'Im Bestand',
  belongs: '{tenant, select, null {Enthält den Passkey von {user}} other {Enthält den Passkey von {user} in {tenant}}}',
  belonged: '{tenant, select, null {War der Schlüssel von {user}} other {War der Schlüssel von {user} in {tenant}}}',
  free: 'Noch kein Besitzer',
  pinUnknown: 'PIN unbekannt',
};
