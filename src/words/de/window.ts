import type { window as en } from '../en/window.ts';
import type { Translation } from '../types.ts';

export const window: Translation<typeof en> = {
  product: 'Keydesk',
  trail: 'Wo Sie sind',
  loading: 'Wird geladen …',
  cancel: 'Abbrechen',
  close: 'Schließen',
  dismiss: 'Ausblenden',
  clear: 'Leeren',
  showChoices: 'Auswahl anzeigen',
  copy: 'Kopieren',
  copied: 'Kopiert',
  refresh: 'Aktualisieren',
  tryAgain: 'Noch einmal versuchen',
  details: 'Details',
  actions: 'Aktionen',
  none: '—',
  unknown: 'Nicht bekannt',
  unknownPage: 'Diese Seite gibt es nicht',
  unknownPageHint: 'Vielleicht stammt die Adresse aus einer anderen Version oder enthält einen Tippfehler.',
  toStart: 'Zur Startseite',

  nav: {
    label: 'Hauptnavigation',
    users: 'Benutzer',
    allUsers: 'Alle Benutzer',
    keys: 'Sicherheitsschlüssel',
    inventory: 'Bestand',
    assignments: 'Zuweisungen',
    workflows: 'Workflows',
    activity: 'Aktivität',
    settings: 'Einstellungen',
    skip: 'Zum Inhalt springen',
  },
  header: {
    practice: 'Übungsmodus',
    practiceTenant: '{tenant} (simuliert)',
    noTenant: 'Kein Mandant verbunden',
    title:
      '{practice, select, true {Übungsmodus · Keydesk} other {{tenant, select, null {Keydesk} other {{tenant} · Keydesk}}}}',
    connection: '{tenant} ({connection})',
    account: '{tenant} · {account}',
  },
  connection: {
    connecting: 'Verbindung zu Keydesk wird hergestellt …',
    lost: 'Die Verbindung zu Keydesk ging verloren. Sie wird wiederhergestellt …',
    offline: 'Microsoft Entra ID ist nicht erreichbar',
    offlineHint:
      'Alles Importierte und Aufgezeichnete lässt sich weiter durchsuchen und exportieren. Jede Liste zeigt ihren Stand.',
  },
  strip: {
    label: 'Eingesteckte Sicherheitsschlüssel',
    title: 'Sicherheitsschlüssel',
    none: 'Keiner eingesteckt',
    waiting: 'Schlüssel werden gesucht …',
    forUser: '{key} → {user}',
  },
  print: {
    button: 'Drucken',
    at: 'Gedruckt {time}',
    noFilter: 'Kein Filter',
    filters: 'Filter: {filters}',
    filter: '{name}: {value}',
    rows: '{table}: {count, number}',
    cut: 'Es werden nur die ersten {count, number} Zeilen gedruckt. Verwenden Sie „Exportieren“ für eine längere Liste.',
  },
};
