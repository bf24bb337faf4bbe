import type { webhooksPage as en } from '../en/webhooksPage.ts';
import type { Translation } from '../types.ts';

export const webhooksPage: Translation<typeof en> = {
  title: 'Webhooks',
  explain:
    'Keydesk sendet Ereignisse in signierten Nachrichten (CloudEvents, Standard Webhooks) an andere Systeme der Organisation. Jedes Ereignis kommt mindestens einmal an, die Ereignisse eines Benutzers in der richtigen Reihenfolge.',
  none: 'Es gibt noch keine Webhooks.',
  add: 'Webhook hinzufügen',
  addTitle: 'Webhook hinzufügen',
  url: 'Adresse',
  urlHint: 'https oder auf diesem Computer http.',
  events: 'Ereignisse',
  fields: 'Zu sendende Daten',
  fieldsHint:
    'Nichts anderes, was eine Person oder einen Schlüssel nennt, wird gesendet. PINs und Token werden nie gesendet.',
  isPrivate: 'Die Adresse ist in unserem eigenen Netzwerk',
  privateHost: 'Noch einmal der Host der Adresse',
  privateHint: 'Private Adressen werden abgelehnt, wenn Sie ihren Host hier nicht eingeben.',
  save: 'Hinzufügen',
  fieldNames: {
    userId: 'Objekt-ID des Benutzers',
    userPrincipalName: 'Benutzername (UPN)',
    key: 'Schlüssel: Seriennummer, Modell, ID',
  },
  counts: '{waiting, number} wartend, {delivered, number} zugestellt, {dead, number} aufgegeben',
  secretTitle: 'Das Geheimnis des Webhooks',
  secretOnce: 'Es wird nur einmal angezeigt. Speichern Sie es beim Empfänger, der damit Signaturen prüft.',
  twoSecrets: 'Bis {time} tragen Nachrichten auch die Signatur des vorherigen Geheimnisses.',
  memoryOnly: 'Dieser Computer hat keinen sicheren Ort für Geheimnisse. Keydesk fragt nach jedem Neustart danach.',
  giveSecret: 'Geheimnis',
  giveSecretHint:
    'Keydesk konnte das Geheimnis über den Neustart nicht behalten. Nachrichten warten, bis Sie es eingeben oder erneuern.',
  tenantUnknown:
    'Eine frühere Version hat seinen Mandanten nicht aufgezeichnet. Aktivieren Sie ihn, und er erhält die Ereignisse des verbundenen Mandanten.',
  give: 'Geheimnis verwenden',
  test: 'Testen',
  tested: 'Der Empfänger hat HTTP {status} in {ms} ms geantwortet.',
  deliveries: 'Zustellungen',
  rotate: 'Geheimnis erneuern',
  enable: 'Aktivieren',
  disable: 'Deaktivieren',
  remove: 'Entfernen',
  more: 'Aktionen für {url}',
  removeTitle: 'Diesen Webhook entfernen?',
  removeText: '{url} erhält keine Nachrichten mehr, und wartende Nachrichten werden gelöscht.',
  rotateTitle: 'Das Geheimnis erneuern?',
  rotateText:
    'Ein neues Geheimnis wird erzeugt und einmal angezeigt. Einen Tag lang tragen Nachrichten beide Signaturen.',
  deliveriesTitle: 'Zustellungen',
  deliveryColumns: {
    event: 'Ereignis',
    user: 'Benutzer',
    state: 'Status',
    attempts: 'Versuche',
    why: 'Letzter Fehler',
  },
  anyState: 'Alle',
  noDeliveries: 'Es gibt keine Nachrichten.',
  again: 'Noch einmal senden',
  allAgain: 'Alle aufgegebenen noch einmal senden',
  older: 'Ältere Nachrichten',
};
