export const record = {
  description: 'den Datenbestand mit anderen Arbeitsplätzen teilen, in einer PostgreSQL-Datenbank',
  show: 'zeigt, wo der Datenbestand ist und welche Arbeitsplätze ihn nutzen',
  create: 'legt in einer leeren Datenbank einen Datenbestand aus allem an, was dieser Arbeitsplatz hat',
  join: 'lässt diesen Arbeitsplatz einem Datenbestand beitreten',
  change:
    'ändert, wie dieser Arbeitsplatz seinen Datenbestand erreicht: Adresse, Art der Anmeldung, Kennwort oder Zertifikat',
  setAway:
    'ob neue Einrichtungen an diesem Arbeitsplatz abgelehnt oder erlaubt werden, solange der Datenbestand nicht erreichbar ist',
  awayRefused: 'Solange der Datenbestand nicht erreichbar ist, werden neue Einrichtungen abgelehnt.',
  awayAllowed:
    'Solange der Datenbestand nicht erreichbar ist, dürfen Einrichtungen beginnen. Keydesk kann dann nicht prüfen, was andere Arbeitsplätze seither getan haben: ob der Schlüssel einem anderen Benutzer gehört oder als verloren gemeldet wurde, und ob der Benutzer einen weiteren Passkey bekommen hat. Es vergleicht, sobald der Datenbestand wieder erreichbar ist, und das Aktivitätsprotokoll nennt jeden Widerspruch.',
  enrollAway: 'ohne Verbindung',
  enrollAwayIs: '{setting, select, allowed {Einrichtungen sind erlaubt} other {Einrichtungen werden abgelehnt}}',
  leads: 'tut für alle',
  ledWork: '{work, select, workflows {führt Workflows aus} other {sendet an Webhooks}}',
  check: 'vergleicht diesen Arbeitsplatz Zeile für Zeile mit dem Datenbestand',
  roles: 'gibt das SQL aus, das die Rollen eines Datenbestands anlegt: Arbeitsplatz, Station, Prüfer und Verwalter',
  leave: 'beendet die Teilnahme dieses Arbeitsplatzes am Datenbestand und behält eine Kopie',
  upgrade: 'bringt den Datenbestand auf die Version dieses Keydesk, als Eigentümer seiner Tabellen',
  ownerUrl:
    'die Adresse mit der Rolle des Eigentümers, als postgres://USER@HOST:PORT/DATABASE (Vorgabe: wie dieser Arbeitsplatz sich anmeldet)',
  url: 'postgres://USER@HOST:PORT/DATABASE, ohne Kennwort',
  passwordStdin: 'liest das Kennwort der Rolle aus der ersten Zeile der Standardeingabe',
  newUrl: 'die neue Adresse, wenn sie sich ändert: postgres://USER@HOST:PORT/DATABASE',
  entra:
    'meldet sich mit Microsoft Entra ID an, als das Konto der aktuellen Verbindung (Azure Database for PostgreSQL)',
  certificate: 'meldet sich mit einem Client-Zertifikat an: eine Datei mit Zertifikat und Schlüssel, PEM oder PKCS #12',
  passwordFile: 'meldet sich über die Kennwortdatei von PostgreSQL an (PGPASSFILE, ~/.pgpass)',
  passphraseStdin: 'liest die Passphrase des Zertifikats aus der ersten Zeile der Standardeingabe',
  ca: 'die Zertifikate, die das des Servers ausgestellt haben dürfen, als PEM',
  name: 'der Name dieses Arbeitsplatzes für Menschen (Vorgabe: der Name des Computers)',
  embedded: 'Der Datenbestand liegt im Datenordner dieses Arbeitsplatzes.',
  at: 'Datenbestand',
  signIn: 'Anmeldung',
  signInIs:
    '{kind, select, none {Kennwortdatei von PostgreSQL} password {Kennwort, hier versiegelt} entra {{connection, select, null {Microsoft Entra ID; die Verbindung wurde entfernt} other {Microsoft Entra ID, Verbindung „{connection}“}}} other {Client-Zertifikat, gültig bis {time}}}',
  certificateEnds:
    'Besorgen Sie bald ein neues Zertifikat, und geben Sie es mit keydesk record change --certificate ein.',
  state: 'Zustand',
  reachable: 'erreichbar',
  away: 'nicht erreichbar: {message}',
  onlyRead: 'nur lesbar: {message}',
  version: 'Version',
  versions: '{record} (dieser Arbeitsplatz: {here}; ab {writesFrom} wird geschrieben)',
  standing:
    '{standing, select, older {älter, schreibt noch: dort Keydesk aktualisieren} reader {älter, liest nur: dort Keydesk aktualisieren} ahead {neuer, liest nur: den Datenbestand aktualisieren} unknown {dem Datenbestand nicht bekannt} other {wie der Datenbestand}}',
  upgraded:
    'Der Datenbestand hat jetzt Version {to}, vorher {from}. {rows, plural, =0 {Keine Zeile wurde geändert.} one {# Zeile wurde geändert, zurückgelesen und verglichen.} other {# Zeilen wurden geändert, zurückgelesen und verglichen.}}',
  upToDate: 'Der Datenbestand hat bereits Version {version}.',
  olderWrite:
    'Arbeitsplätze der Version davor schreiben weiter. Aktualisieren Sie Keydesk dort bald: nach der nächsten Aktualisierung lesen sie nur.',
  olderRead: 'Ältere Arbeitsplätze lesen nur, bis Keydesk dort aktualisiert ist.',
  ungranted:
    'Die Rollen des Datenbestands haben noch keine Rechte an {tables}: Führen Sie das SQL von keydesk record roles erneut aus.',
  asOf: 'Stand',
  behind: '{count, plural, =0 {auf dem neuesten Stand} one {# Änderung zurück} other {# Änderungen zurück}}',
  waiting:
    '{count, plural, one {# Eintrag des Aktivitätsprotokolls wartet} other {# Einträge des Aktivitätsprotokolls warten}} auf den Datenbestand',
  desk: 'Arbeitsplatz',
  lastSeen: 'zuletzt gesehen',
  unknown: 'unbekannt',
  thisDesk: '{name} (dieser Arbeitsplatz)',
  created: 'Der Datenbestand hat {rows, plural, one {# Zeile} other {# Zeilen}}, zurückgelesen und verglichen.',
  joined: 'Dieser Arbeitsplatz gehört jetzt zum Datenbestand.',
  changed: 'Dieser Arbeitsplatz erreicht den Datenbestand jetzt auf die neue Weise.',
  merged:
    '{added, plural, =0 {Keine Zeile dieses Arbeitsplatzes war} one {# Zeile dieses Arbeitsplatzes war} other {# Zeilen dieses Arbeitsplatzes waren}} neu im Datenbestand, {known, plural, one {# war} other {# waren}} ihm bekannt.',
  unmerged:
    '{count, plural, one {# Zeile dieses Arbeitsplatzes wartet} other {# Zeilen dieses Arbeitsplatzes warten}} darauf, übernommen zu werden.',
  restart: 'Schließen Sie offene Fenster von Keydesk auf diesem Datenordner, und starten Sie sie neu.',
  bringBack:
    'dem Datenbestand zurückgeben, was er verloren hat und dieser Arbeitsplatz hat, nachdem ein Server wiederhergestellt oder ersetzt wurde',
  broughtBack:
    '{rows, plural, =0 {Der Datenbestand hat alles, was dieser Arbeitsplatz hat.} one {Der Datenbestand hat # Zeile wieder.} other {Der Datenbestand hat # Zeilen wieder.}}',
  refused:
    '{count, plural, one {# Zeile wurde ausgelassen, weil andere Arbeitsplätze inzwischen etwas anderes aufgezeichnet haben.} other {# Zeilen wurden ausgelassen, weil andere Arbeitsplätze inzwischen etwas anderes aufgezeichnet haben.}} keydesk reconcile findet Passkeys, die nicht aufgezeichnet sind.',
  copy: 'Alles, was dieser Arbeitsplatz vorher hatte, ist in {file}.',
  equal: '{rows, plural, one {# Zeile ist} other {# Zeilen sind}} gleich, bei Revision {revision}.',
  desksDescription: 'legt fest, welche Arbeitsplätze PINs und Geheimnisse von Webhooks empfangen dürfen',
  desksList: 'zeigt die Arbeitsplätze, und welche von ihnen Geheimnisse empfangen dürfen',
  desksTrust: 'lässt einen Arbeitsplatz Geheimnisse empfangen, nach dem Vergleich seines Fingerabdrucks',
  desksRemove: 'versiegelt nichts mehr für einen Arbeitsplatz',
  deskOf: 'die Id oder der Name des Arbeitsplatzes',
  fingerprintOf: 'sein Fingerabdruck, wie ihn keydesk record show dort ausgibt',
  fingerprint: 'Fingerabdruck',
  keyless:
    '{reason, select, sealerless {keiner: KEYDESK_SEALING_KEY setzen} station {keiner: Eine Station bekommt keine Geheimnisse} locked {keiner: Der Schlüssel dieses Arbeitsplatzes lässt sich nicht entsiegeln} rightless {keiner: Die Rolle dieses Arbeitsplatzes darf keinen Schlüssel hinzufügen} other {noch keiner: Der Datenbestand muss erreichbar sein}}',
  secrets: 'Geheimnisse',
  keyStanding:
    '{standing, select, own {öffnet, was für ihn versiegelt ist} trusted {darf Geheimnisse empfangen} waiting {wartet: Fingerabdruck vergleichen} left {ist ausgetreten} other {wurde entfernt}}{holder, select, passphrase { (KEYDESK_SEALING_KEY)} other { (Schlüsselbund des Systems)}}{standing, select, trusted {{trusts, select, yes {} other {; vertraut diesem Arbeitsplatz noch nicht}}} other {}}',
  trusted:
    '{name} darf jetzt Geheimnisse empfangen. Bestätigen Sie dort auch den Fingerabdruck dieses Arbeitsplatzes, damit er sie öffnet.',
  introduced:
    '{count, plural, one {Dieser Arbeitsplatz wurde an {name} bestätigt und darf} other {Diese Arbeitsplätze wurden an {name} bestätigt und dürfen}} weiter Geheimnisse empfangen: {desks}. Prüfen Sie, ob das richtig ist.',
  removed: 'Für {name} wird nichts mehr versiegelt. Was der Arbeitsplatz schon hat, kann er öffnen.',
  left: 'Dieser Arbeitsplatz hat den Datenbestand verlassen. Was er gelesen hatte, gehört jetzt ihm.',
  untold:
    'Der Datenbestand konnte das nicht erfahren. Andere Arbeitsplätze führen diesen noch und versiegeln vielleicht Geheimnisse für ihn, bis ihn dort jemand entfernt: keydesk record desks remove.',
} as const;
