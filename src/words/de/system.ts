import type { system as en, closing as enClosing, signInPage as enSignInPage } from '../en/system.ts';
import type { Translation } from '../types.ts';

export const system: Translation<typeof en> = {
  secured: {
    read: 'Andere Benutzer dieses Computers konnten den Datenordner „{folder}“ lesen (Modus {mode}). Keydesk hat ihnen den Zugriff entzogen.',
    write:
      'Andere Benutzer dieses Computers konnten den Datenordner „{folder}“ lesen und ändern (Modus {mode}). Keydesk hat ihnen den Zugriff entzogen. Prüfen Sie die Einstellungen und das Aktivitätsprotokoll auf Änderungen, die nicht von Ihnen sind.',
  },
};

export const signInPage: Translation<typeof enSignInPage> = {
  signedIn: { title: 'Sie sind angemeldet', text: 'Gehen Sie zurück zu Keydesk. Sie können dieses Fenster schließen.' },
  failed: {
    title: 'Sie sind nicht angemeldet',
    text: 'Gehen Sie zurück zu Keydesk; dort steht, warum. Sie können dieses Fenster schließen.',
  },
};

export const closing: Translation<typeof enClosing> = {
  part: '{name}: {message}',
  names: {
    Keydesk: 'Keydesk',
    'temporary folder': 'temporärer Ordner',
    'server of the window': 'Server des Fensters',
    database: 'Datenbank',
    'database file': 'Datenbankdatei',
    'log of the database': 'Protokoll der Datenbank',
    time: 'Zeit',
    lock: 'Sperre',
    import: 'Import',
    'key host': 'Schlüsselprozess',
    'kept answers': 'gespeicherte Antworten',
    connection: 'Verbindung',
    network: 'Netzwerk',
    'activity log': 'Aktivitätsprotokoll',
    changes: 'Änderungen',
    'scheduled imports': 'geplante Importe',
    activation: 'Aktivierung',
    'runs of windows': 'Einrichtungen der Fenster',
    enrollments: 'Einrichtungen',
    recovery: 'Wiederherstellung',
    directory: 'Verzeichnis',
    assignments: 'Zuweisungen',
    workflows: 'Workflows',
    webhooks: 'Webhooks',
    pruning: 'Entfernen alter Zeilen',
    'check of the record': 'Prüfung der Datenbank',
    key: 'Schlüssel',
    UDP: 'UDP',
    control: 'Steuerung',
    tenant: 'Mandant',
    'sign-in': 'Anmeldung',
    certificates: 'Zertifikate',
  },
};
