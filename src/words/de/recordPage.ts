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
  signIn: 'Anmeldung',
  signInWays: {
    none: 'über die Kennwortdatei von PostgreSQL (PGPASSFILE)',
    password: 'mit einem Kennwort',
    entra: 'mit Microsoft Entra ID (Azure Database for PostgreSQL)',
    certificate: 'mit einem Client-Zertifikat',
  },
  password: 'Kennwort der Rolle',
  passwordHint: 'Keydesk versiegelt es.',
  entraHint:
    'Keydesk meldet sich mit einem Token des Kontos der aktuellen Verbindung an. Die Rolle in der Adresse ist der Entra-Name dieses Kontos.',
  certificate: 'Zertifikat und Schlüssel',
  certificateHint:
    'Eine Datei mit dem Zertifikat und seinem privaten Schlüssel, als PEM oder PKCS #12 (.p12, .pfx). Keydesk versiegelt sie.',
  chooseFile: 'Datei wählen',
  otherFile: 'Andere Datei wählen',
  passphrase: 'Passphrase der Datei',
  passphraseHint: 'Leer, wenn die Datei keine hat.',
  ca: 'Zertifizierungsstelle (PEM)',
  caHint: 'Die Zertifikate, die das des Servers ausgestellt haben dürfen. Leer: die dieses Computers.',
  name: 'Name dieses Arbeitsplatzes',
  nameHint: 'Für Menschen, etwa „Berlin 1“. Leer: der Name dieses Computers.',
  working: 'Wird kopiert …',
  created:
    'Der Datenbestand hat {rows, plural, one {# Zeile} other {# Zeilen}}, zurückgelesen und verglichen. Keydesk startet neu.',
  at: 'Adresse',
  signInIs:
    '{kind, select, none {Kennwortdatei von PostgreSQL} password {Kennwort, hier versiegelt} entra {{connection, select, null {Microsoft Entra ID; die Verbindung wurde entfernt} other {Microsoft Entra ID, Verbindung „{connection}“}}} other {Client-Zertifikat, gültig bis {time}}}',
  certificateEnds: 'Das Zertifikat dieses Arbeitsplatzes für den Datenbestand läuft am {time} ab.',
  certificateEndsHint:
    'Besorgen Sie ein neues, und geben Sie es unter Einstellungen, Datenbestand, Anmeldung ändern ein.',
  change: 'Anmeldung ändern',
  changeHint:
    'Keydesk meldet sich einmal auf die neue Weise an, bevor es etwas ändert, und startet danach neu. Ein Kennwort oder Zertifikat, das Sie weglassen, bleibt.',
  changing: 'Anmeldung läuft …',
  caKept: 'Leer: was Sie vorher eingegeben haben, bleibt.',
  state: 'Zustand',
  reachable: 'Erreichbar',
  away: 'Der Datenbestand ist nicht erreichbar.',
  listsOf: 'Listen zeigen den Stand von {time}.',
  awayRefused:
    'Änderungen sind erst wieder möglich, wenn der Datenbestand erreichbar ist. Eine laufende Einrichtung wird beendet.',
  awayAllowed:
    'Sie können Schlüssel einzelner Benutzer einrichten. Keydesk kann nicht prüfen, was andere Arbeitsplätze inzwischen getan haben, und vergleicht, sobald der Datenbestand wieder erreichbar ist. Andere Änderungen sind nicht möglich.',
  asOf: 'Stand',
  changes: 'Änderungen',
  behind: '{count, plural, =0 {Auf dem neuesten Stand} one {# noch nicht gelesen} other {# noch nicht gelesen}}',
  log: 'Aktivitätsprotokoll',
  ownRows: 'Was dieser Arbeitsplatz hatte',
  waiting: '{count, plural, one {# Eintrag wartet} other {# Einträge warten}} auf den Datenbestand',
  unmerged: '{count, plural, one {# Zeile wartet} other {# Zeilen warten}} darauf, übernommen zu werden',
  desks: 'Arbeitsplätze',
  desk: 'Arbeitsplatz',
  lastSeen: 'Zuletzt gesehen',
  unknown: 'Unbekannt',
  thisDesk: '{name} (dieser Arbeitsplatz)',
  version: 'Version',
  versions: '{record} (dieser Arbeitsplatz: {here}; ab {writesFrom} wird geschrieben)',
  unknownDesk: 'Dem Datenbestand nicht bekannt',
  standings: {
    same: '{version}',
    older: '{version}: älter, schreibt noch. Dort Keydesk aktualisieren.',
    reader: '{version}: älter, liest nur. Dort Keydesk aktualisieren.',
    ahead: '{version}: neuer, liest nur. Den Datenbestand aktualisieren.',
  },
  secrets: 'Geheimnisse',
  secretsHint:
    'PINs für die Ausgabe und Geheimnisse von Webhooks werden für jeden Arbeitsplatz versiegelt, der sie empfangen darf. Ein neuer Arbeitsplatz wartet, bis jemand seinen Fingerabdruck vergleicht: an einem Arbeitsplatz, der die Geheimnisse hat, und umgekehrt.',
  fingerprint: 'Fingerabdruck dieses Arbeitsplatzes',
  keyless: {
    sealerless:
      'Keiner: Nichts kann hier Geheimnisse versiegeln. Dieser Arbeitsplatz öffnet nur seine eigenen, bis Keydesk endet.',
    station: 'Keiner: Eine Station bekommt keine Geheimnisse.',
    locked:
      'Keiner: Der Schlüssel dieses Arbeitsplatzes lässt sich nicht entsiegeln. Entsperren Sie den Schlüsselbund des Systems, und starten Sie Keydesk neu.',
    rightless: 'Keiner: Die Rolle dieses Arbeitsplatzes in der Datenbank darf keinen Schlüssel hinzufügen.',
    away: 'Noch keiner: Der Datenbestand muss erreichbar sein.',
  },
  keyStandings: {
    own: 'Öffnet, was für ihn versiegelt ist',
    trusted: 'Darf Geheimnisse empfangen',
    waiting: 'Wartet: Sein Fingerabdruck ist nicht bestätigt',
    left: 'Ist ausgetreten',
    removed: 'Entfernt',
  },
  holders: { keyring: 'Schlüsselbund des Systems', passphrase: 'mit KEYDESK_SEALING_KEY' },
  confirmedBy: 'bestätigt an {name}',
  trustsNot: 'vertraut diesem Arbeitsplatz noch nicht',
  noKey: 'Noch kein Schlüssel: Starten Sie Keydesk dort einmal',
  trust: 'Fingerabdruck vergleichen',
  trustTitle: 'Darf {name} Geheimnisse empfangen?',
  trustHint:
    '{name} kann dann die PINs aller Stapel drucken und Webhooks signieren. Geben Sie den Fingerabdruck ein, den {name} unter Einstellungen, Datenbestand zeigt, oder dort keydesk record show. Holen Sie ihn von diesem Arbeitsplatz selbst, zum Beispiel am Telefon.',
  enterFingerprint: 'Fingerabdruck von {name}',
  confirm: 'Bestätigen',
  decide: 'Entscheiden',
  removeDesk: 'Entfernen',
  removeTitle: 'Für {name} nichts mehr versiegeln?',
  removeHint:
    'Tun Sie das, wenn sein Computer verloren ging oder ersetzt wurde. Was er schon hat, kann er öffnen. Ändern Sie deshalb die Geheimnisse von Webhooks. Sein Schlüssel kann nicht wieder bestätigt werden.',
  upgrade: 'Datenbestand aktualisieren',
  upgradeHint:
    'Entweder wird alles auf einmal geändert oder nichts. Arbeitsplätze können währenddessen nicht schreiben. Sichern Sie die Datenbank vorher.',
  ownerUrl: 'Adresse mit der Rolle des Eigentümers',
  ownerUrlHint: 'Die Rolle, der die Tabellen gehören. Leer: die Anmeldung dieses Arbeitsplatzes.',
  ownerPasswordHint: 'Keydesk verwendet es einmal und bewahrt es nicht auf.',
  ownerCertificateHint:
    'Eine Datei mit dem Zertifikat und seinem privaten Schlüssel, als PEM oder PKCS #12 (.p12, .pfx). Keydesk verwendet sie einmal und bewahrt sie nicht auf.',
  upgrading: 'Wird aktualisiert und Zeile für Zeile verglichen …',
  upgraded: 'Der Datenbestand hat jetzt Version {version}.',
  ungranted:
    'Die Rollen des Datenbestands haben noch keine Rechte an {tables}: Führen Sie das SQL von keydesk record roles erneut aus.',
  bringBack: 'Änderungen zurückgeben',
  bringBackHint:
    'Der Datenbestand hat Änderungen verloren, die dieser Arbeitsplatz hat. Gibt es keine neuere Sicherung, kann dieser Arbeitsplatz sie zurückgeben. Beginnen Sie bei mehreren solchen Arbeitsplätzen mit dem, der die höchste Revision hat.',
  bringBackTitle: 'Dem Datenbestand zurückgeben, was er verloren hat?',
  bringBackAsks:
    'Was andere Arbeitsplätze seitdem aufgezeichnet haben, bleibt. Eine Zeile, die nicht mehr passt, wird ausgelassen und gezählt. Haben andere etwas aufgezeichnet, legt dieser Arbeitsplatz zuerst eine Kopie von allem an, was er hat.',
  broughtBack:
    '{rows, plural, =0 {Der Datenbestand hat alles, was dieser Arbeitsplatz hat.} one {Der Datenbestand hat # Zeile wieder.} other {Der Datenbestand hat # Zeilen wieder.}}',
  leftOut:
    '{count, plural, one {# Zeile wurde ausgelassen, weil andere Arbeitsplätze inzwischen etwas anderes aufgezeichnet haben.} other {# Zeilen wurden ausgelassen, weil andere Arbeitsplätze inzwischen etwas anderes aufgezeichnet haben.}} Der Abgleich findet Passkeys, die nicht aufgezeichnet sind.',
  keptCopy: 'Alles, was dieser Arbeitsplatz vorher hatte, ist in {file}.',
  enrollAway: 'Einrichtungen erlauben, solange der Datenbestand nicht erreichbar ist',
  enrollAwayHint:
    'Keydesk kann dann nicht prüfen, was andere Arbeitsplätze seither getan haben: ob der Schlüssel einem anderen Benutzer gehört oder als verloren gemeldet wurde, und ob der Benutzer einen weiteren Passkey bekommen hat. Es vergleicht, sobald der Datenbestand wieder erreichbar ist. Das Aktivitätsprotokoll nennt jeden Widerspruch, und der Abgleich zeigt jeden Schlüssel zweier Benutzer.',
  leads: 'Tut für alle',
  works: { workflows: 'Führt Workflows aus', webhooks: 'Sendet an Webhooks' },
  check: 'Mit dem Datenbestand vergleichen',
  checking: 'Wird Zeile für Zeile verglichen …',
  equal: '{rows, plural, one {# Zeile ist} other {# Zeilen sind}} gleich.',
  different: '{table}: {rows, plural, one {# Zeile weicht ab} other {# Zeilen weichen ab}}.',
  leave: 'Datenbestand verlassen',
  leaveTitle: 'Den Datenbestand verlassen?',
  leaveHint:
    'Dieser Arbeitsplatz behält eine Kopie als eigenen Datenbestand und sieht nicht mehr, was andere tun. Keydesk startet neu.',
} as const;
