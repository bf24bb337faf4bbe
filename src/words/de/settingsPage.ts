import type {
  settingsPage as en,
  activationPage as enActivation,
  backupPage as enBackup,
  metadataPage as enMetadata,
  modePage as enMode,
  policyPage as enPolicy,
  startPage as enStart,
} from '../en/settingsPage.ts';
import type { Translation } from '../types.ts';

export const settingsPage: Translation<typeof en> = {
  title: 'Einstellungen',
  appearance: 'Darstellung',
  theme: 'Design',
  themes: { system: 'Wie das System', light: 'Hell', dark: 'Dunkel' },
  language: 'Sprache',
  languageSystem: 'Wie das System',
  pins: {
    title: 'PINs',
    refuseWeak: 'Leicht zu erratende PINs ablehnen',
    hint: 'Zum Beispiel 1234, 111111, qwertz oder eine Jahreszahl. Gilt für dieses Keydesk: am Arbeitsplatz, an der Station und an der Befehlszeile.',
  },
  token: 'Zugriffstoken',
  tokenHint: 'Nur für ein Graph auf diesem Computer. Bleibt im Arbeitsspeicher, bis Keydesk endet.',
  useToken: 'Token verwenden',
  tokenTaken: 'Das Token wird verwendet.',
  shellReasons: {
    electron: 'Electron ist installiert',
    asked: 'Als Browserfenster gestartet',
    command: 'Von der Befehlszeile gestartet',
    'no-open': 'Mit --no-open gestartet',
    'no-display': 'Es gibt keinen grafischen Bildschirm (DISPLAY und WAYLAND_DISPLAY sind leer)',
    'other-folder-empty': 'ELECTRON_OVERRIDE_DIST_PATH nennt einen Ordner ohne Electron',
    'download-forbidden': 'ELECTRON_SKIP_BINARY_DOWNLOAD verbietet das Herunterladen von Electron',
    'download-running': 'Electron wird noch heruntergeladen ({fact} beim Start von Keydesk)',
    'download-slow':
      'Das Herunterladen von Electron dauert lange. Es geht im Hintergrund weiter, für den nächsten Start',
    'download-not-started': 'Das Herunterladen von Electron hat nicht begonnen',
    'download-interrupted': 'Das Herunterladen von Electron wurde unterbrochen',
    'download-failed':
      'Electron konnte nicht heruntergeladen werden. Keydesk versucht es im Hintergrund noch einmal, für den nächsten Start',
    'electron-not-started': 'Electron konnte nicht gestartet werden: {fact}',
    'electron-ended': 'Electron konnte sein Fenster nicht öffnen: {fact}',
  },
  about: 'Info',
  facts: {
    version: 'Version',
    shell: 'Läuft in',
    reason: 'Grund',
    dataFolder: 'Datenordner',
    connection: 'Verbunden mit',
  },
  shells: {
    electron: 'Eigenem Fenster (Electron)',
    loopback: 'Einem Browserfenster auf diesem Computer',
    cli: 'Der Befehlszeile',
  },
  connectionValue: '{url} ({version})',
};

export const metadataPage: Translation<typeof enMetadata> = {
  title: 'Schlüsselmodelle',
  explain:
    'Die FIDO Alliance veröffentlicht eine Liste der Schlüsselmodelle, mit zertifizierten und unsicheren. Keydesk lehnt unsichere Modelle ab und prüft, ob ein Schlüssel das Modell ist, für das er sich ausgibt.',
  none: 'Es wurde noch keine Liste geladen. Keydesk akzeptiert jedes Modell.',
  facts: {
    no: 'Nummer',
    models: 'Modelle',
    loaded: 'Geladen',
    source: 'Von',
    root: 'Stammzertifikat',
    due: 'Nächste Liste fällig',
  },
  fido: 'Die Stammzertifikate der FIDO Alliance',
  overdue: '{day}, überfällig',
  update: 'Neueste Liste laden',
  updating: 'Wird geladen …',
  elsewhere: 'Aus einer anderen Quelle',
  from: 'Datei oder Adresse',
  fromHint: 'Der Pfad einer Datei auf diesem Computer oder eine Adresse, die mit https beginnt.',
  root: 'Stammzertifikat (PEM)',
  rootHint:
    'Nur für eine Liste, die nicht von der FIDO Alliance signiert ist. Keydesk verwendet sie zusätzlich zur Liste der FIDO Alliance.',
  load: 'Laden',
};

export const backupPage: Translation<typeof enBackup> = {
  title: 'Sicherung',
  explain:
    'Eine Datei mit allen Daten von Keydesk: Zuweisungen, Schlüssel, Workflows, Aktivitätsprotokoll, importierte Benutzer und Einstellungen. Während der Sicherung können Sie weiterarbeiten. Anmeldungen und geheime Clientschlüssel sind nicht enthalten. Die Datei nennt Ihre Benutzer: Bewahren Sie sie so auf, dass nur Mitarbeiter sie lesen können.',
  to: 'Datei',
  toHint: 'Der vollständige Pfad einer neuen Datei (.tar), am besten auf einem anderen Datenträger.',
  make: 'Sichern',
  making: 'Es wird kopiert und die Kopie geprüft …',
  made: 'Sicherung in {file} geschrieben ({size}) und geprüft.',
  leftOut: '{names} ist beschädigt und wurde ausgelassen. Importieren Sie die Benutzer noch einmal.',
};

export const startPage: Translation<typeof enStart> = {
  title: 'Willkommen bei Keydesk',
  subtitle: 'Keydesk macht aus leeren Sicherheitsschlüsseln Microsoft-Passkeys. Wählen Sie, wie Sie beginnen.',
  connectTitle: 'Mit Ihrer Organisation arbeiten',
  connectText:
    'Verbinden Sie Ihren Microsoft Entra ID-Mandanten. Keydesk zeigt Schritt für Schritt, welche App zu registrieren ist und welche Berechtigungen zu erteilen sind.',
  practiceTitle: 'Zuerst ausprobieren',
  practiceText:
    'Üben Sie mit einem Softwareschlüssel und einem simulierten Mandanten. Sie brauchen keinen Sicherheitsschlüssel und kein Konto, und nichts Echtes wird berührt.',
  later: 'Sie können das jederzeit unter „Einstellungen“ ändern.',
};

export const modePage: Translation<typeof enMode> = {
  connect: 'Mandanten verbinden',
  workWith: 'Mit {tenant} arbeiten',
  practice: 'Üben',
  practiceTitle: 'Übungsmodus',
  changing: 'Keydesk startet im anderen Modus neu …',
  inPractice:
    'Keydesk ist im Übungsmodus: Dieser Mandant und der Sicherheitsschlüssel sind simuliert, und nichts Echtes wird berührt. Was Sie hier tun, bleibt vom echten Mandanten getrennt.',
  inPracticeWith:
    'Keydesk ist im Übungsmodus: Dieser Mandant und der Sicherheitsschlüssel sind simuliert, und nichts Echtes wird berührt. Die Verbindung zu {tenant} und ihre Aufzeichnungen sind unverändert.',
  practiceText:
    'Keydesk startet mit einem Softwareschlüssel und einem simulierten Mandanten neu. Ihre Verbindungen und Aufzeichnungen sind unverändert, und Sie können von hier zurückkehren.',
};

export const policyPage: Translation<typeof enPolicy> = {
  title: 'Passkey-Richtlinie des Mandanten',
  explain:
    'Microsoft Entra ID entscheidet, wer welchen Schlüssel registrieren darf. Keydesk liest die Richtlinie und zeigt, ob ein Schlüssel abgelehnt wird, bevor er berührt wird.',
  asOf: 'Stand {time}.',
  reading: 'Die Richtlinie wird gelesen …',
  models:
    '{count, plural, one {Ein Modell der Liste der Schlüsselmodelle ist zugelassen} other {# Modelle der Liste der Schlüsselmodelle sind zugelassen}}',
  groups: '{count, plural, one {Eine Gruppe mit ihrer Objekt-ID} other {# Gruppen mit ihren Objekt-IDs}}',
  noModels: 'Keines der Modelle in der Liste der Schlüsselmodelle ist zugelassen.',
  noList:
    'Es ist keine Liste der Schlüsselmodelle geladen. Deshalb kann Keydesk nicht zeigen, welche Modelle zugelassen sind.',
  checking: 'Es wird geprüft, ob die Richtlinie des Mandanten diesen Schlüssel zulässt …',
  allowed: 'Die Richtlinie des Mandanten lässt diesen Schlüssel zu ({profile}).',
  checkAgain: 'Neu prüfen',
};

export const activationPage: Translation<typeof enActivation> = {
  nav: 'Meinen Schlüssel aktivieren',
  menu: 'Aktivierungscode',
  title: 'Aktivierungscode für {name}',
  explain:
    'Mit diesem Code aktiviert der Benutzer seinen Schlüssel an einer Station selbst, ohne sich anzumelden. Er gilt einmal und ersetzt frühere Codes.',
  hours: 'Gültig für',
  validFor: '{hours, plural, =24 {Einen Tag} =72 {Drei Tage} =168 {Eine Woche} one {# Stunde} other {# Stunden}}',
  make: 'Code erstellen',
  code: 'Aktivierungscode',
  once: 'Nur einmal angezeigt und gültig bis {time}. Geben Sie ihn persönlich mit dem Schlüssel weiter.',
  station: 'Dieser Computer',
  stationLabel: 'Ab dem nächsten Start ist sein Fenster',
  stations: {
    desk: 'ein Arbeitsplatz für Mitarbeiter',
    activation: 'eine Aktivierungsstation: Benutzer aktivieren ihre eigenen Schlüssel, und nichts anderes ist möglich',
  },
  stationHint: 'Zurück zum Arbeitsplatz mit: keydesk station unlock',
};
