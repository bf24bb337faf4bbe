/** Einstellungen -> Datenbestand, und der Hinweis, während er nicht erreichbar ist. */
export const recordPage = {
  title: 'Datenbestand',
  explain:
    'Mehrere Arbeitsplätze können einen Datenbestand in einer PostgreSQL-Datenbank teilen: Zuweisungen, Schlüssel, Workflows, Stapel und das Aktivitätsprotokoll. Ohne ihn liegt alles im Datenordner dieses Arbeitsplatzes.',
  looking: 'Der Datenbestand wird gelesen …',
  way: 'Dieser Arbeitsplatz',
  ways: {
    join: 'tritt einem Datenbestand bei, den andere Arbeitsplätze nutzen',
    create: 'legt einen Datenbestand aus allem an, was er hat',
  },
  act: { join: 'Beitreten', create: 'Datenbestand anlegen' },
  createHint: 'Die Datenbank muss leer sein. Alles wird kopiert, zurückgelesen und verglichen.',
  url: 'Adresse',
  urlHint: 'Rolle, Server und Datenbank, ohne Kennwort. TLS wird immer geprüft.',
  password: 'Kennwort der Rolle',
  passwordHint:
    'Keydesk versiegelt es. Lassen Sie es leer, wenn die Kennwortdatei von PostgreSQL (PGPASSFILE) es enthält.',
  ca: 'Zertifizierungsstelle (PEM)',
  caHint: 'Die Zertifikate, die das des Servers ausgestellt haben dürfen. Leer: die dieses Computers.',
  name: 'Name dieses Arbeitsplatzes',
  nameHint: 'Für Menschen, etwa „Berlin 1“. Leer: der Name dieses Computers.',
  working: 'Wird kopiert …',
  created:
    'Der Datenbestand hat {rows, plural, one {# Zeile} other {# Zeilen}}, zurückgelesen und verglichen. Keydesk startet neu.',
  at: 'Adresse',
  state: 'Zustand',
  reachable: 'Erreichbar',
  away: 'Der Datenbestand ist nicht erreichbar.',
  awayHint:
    'Listen zeigen den Stand von {time}. Änderungen sind erst wieder möglich, wenn er erreichbar ist. Eine laufende Registrierung wird beendet.',
  asOf: 'Stand',
  changes: 'Änderungen',
  behind: '{count, plural, =0 {Auf dem neuesten Stand} one {# noch nicht gelesen} other {# noch nicht gelesen}}',
  log: 'Aktivitätsprotokoll',
  waiting: '{count, plural, one {# Eintrag wartet} other {# Einträge warten}} auf den Datenbestand',
  desks: 'Arbeitsplätze',
  desk: 'Arbeitsplatz',
  lastSeen: 'Zuletzt gesehen',
  thisDesk: '{name} (dieser Arbeitsplatz)',
  check: 'Mit dem Datenbestand vergleichen',
  checking: 'Wird Zeile für Zeile verglichen …',
  equal: '{rows, plural, one {# Zeile ist} other {# Zeilen sind}} gleich.',
  different: '{table}: {rows, plural, one {# Zeile weicht ab} other {# Zeilen weichen ab}}.',
  leave: 'Datenbestand verlassen',
  leaveTitle: 'Den Datenbestand verlassen?',
  leaveHint:
    'Dieser Arbeitsplatz behält eine Kopie als eigenen Datenbestand und sieht nicht mehr, was andere tun. Keydesk startet neu.',
} as const;
