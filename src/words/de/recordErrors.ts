/** Errors of the record that several desks share. */
export const recordErrors = {
  'record-url-invalid': {
    message:
      '{reason, select, password {Die Adresse des Datenbestands enthält ein Kennwort.} options {Die Adresse des Datenbestands enthält Optionen.} other {Das ist keine Adresse eines Datenbestands.}}',
    next: '{reason, select, password {Lassen Sie es weg: Keydesk fragt danach, und andere Benutzer dieses Computers können Argumente lesen.} options {Lassen Sie alles nach der Datenbank weg. TLS wird immer geprüft.} other {Schreiben Sie sie als postgres://USER@HOST:PORT/DATABASE.}}',
  },
  'record-unreachable': {
    message: 'Der Datenbestand auf {host} (Port {port}) ist nicht erreichbar.',
    next: 'Nichts ist verloren. Keydesk versucht es von selbst wieder. Bleibt er weg, prüfen Sie das Netzwerk, und ob PostgreSQL dort läuft.',
  },
  'record-unconfirmed': {
    message:
      'Die Verbindung zum Datenbestand auf {host} riss während einer Änderung ab, und es ist nicht bekannt, ob die Änderung aufgenommen wurde.',
    next: 'Sehen Sie nach, ob die Änderung da ist, sobald der Datenbestand wieder erreichbar ist, bevor Sie sie wiederholen.',
  },
  'record-busy': {
    message: 'Ein anderer Arbeitsplatz hat den Datenbestand auf {host} zu lange belegt.',
    next: 'Nichts wurde geändert. Versuchen Sie es noch einmal.',
  },
  'record-connections-full': {
    message: 'Der PostgreSQL-Server auf {host} nimmt keine weiteren Verbindungen an.',
    next: 'Nichts wurde geändert. Bitten Sie die Person, die ihn betreibt, max_connections oder die Grenze der Rolle {user} zu erhöhen.',
  },
  'record-disk-full': {
    message: 'Der Datenträger des PostgreSQL-Servers auf {host} ist voll.',
    next: 'Nichts wurde geändert. Bitten Sie die Person, die ihn betreibt, Platz zu schaffen.',
  },
  'record-read-only': {
    message: 'Der PostgreSQL-Server auf {host} liest nur. Wahrscheinlich ist er ein Replikat.',
    next: 'Nichts wurde geändert. Verwenden Sie die Adresse des primären Servers.',
  },
  'record-refused': {
    message: 'Der PostgreSQL-Server auf {host} hat die Anmeldung der Rolle {user} abgelehnt.',
    next: 'Prüfen Sie die Rolle und ihr Kennwort, Zertifikat oder Token. pg_hba.conf des Servers muss diesen Computer zulassen.',
  },
  'record-right-missing': {
    message: 'Die Rolle {user} darf das im Datenbestand nicht.',
    next: 'Nichts wurde geändert. Bitten Sie die Person, die PostgreSQL betreibt, der Rolle ihre Rechte zu geben: Die Anleitung zum Datenbestand nennt die Rollen.',
    command:
      'Nichts wurde geändert. Bitten Sie die Person, die PostgreSQL betreibt, der Rolle ihre Rechte zu geben: keydesk record roles gibt sie aus.',
  },
  'record-certificate': {
    message: 'Das Zertifikat des PostgreSQL-Servers auf {host} ließ sich nicht prüfen.',
    next: 'Nichts wurde gesendet. Verwenden Sie den Hostnamen, der im Zertifikat steht, und geben Sie das Zertifikat der ausstellenden Stelle ein.',
    command:
      'Nichts wurde gesendet. Verwenden Sie den Hostnamen, der im Zertifikat steht, und nennen Sie die ausstellende Stelle mit --ca.',
  },
  'record-without-tls': {
    message: 'Der PostgreSQL-Server auf {host} verwendet kein TLS.',
    next: 'Nichts wurde gesendet. Schalten Sie TLS ein (ssl = on). Nur ein Server auf diesem Computer darf darauf verzichten.',
  },
  'record-server-old': {
    message: 'Der Server ist PostgreSQL {version} und damit zu alt für einen Datenbestand.',
    next: 'Verwenden Sie PostgreSQL {oldest} oder neuer.',
  },
  'record-database-missing': {
    message: 'Der PostgreSQL-Server auf {host} hat keine Datenbank „{database}“.',
    next: 'Prüfen Sie den Namen, oder lassen Sie die Datenbank von der Person anlegen, die PostgreSQL betreibt.',
  },
  'record-missing': {
    message: 'Die Datenbank enthält keinen Datenbestand von Keydesk.',
    next: 'Legen Sie ihn unter Einstellungen, Datenbestand an, oder prüfen Sie die Adresse.',
    command: 'Legen Sie ihn mit keydesk record create an, oder prüfen Sie die Adresse.',
  },
  'record-exists': {
    message: 'Die Datenbank enthält schon einen Datenbestand.',
    next: 'Nichts wurde geändert. Treten Sie ihm bei, oder verwenden Sie eine leere Datenbank.',
    command: 'Nichts wurde geändert. Verwenden Sie keydesk record join oder eine leere Datenbank.',
  },
  'record-foreign': {
    message: 'Die Datenbank hat ein Schema „keydesk“, das kein Datenbestand von Keydesk ist.',
    next: 'Nichts wurde geändert. Verwenden Sie eine andere Datenbank.',
  },
  'record-other': {
    message: 'Die Datenbank enthält einen anderen Datenbestand als den, zu dem dieser Arbeitsplatz gehört.',
    next: 'Nichts wurde geändert. Prüfen Sie die Adresse. Ist der alte Datenbestand endgültig verloren, verlassen Sie ihn unter Einstellungen, Datenbestand, und treten Sie dem neuen bei.',
    command:
      'Nichts wurde geändert. Prüfen Sie die Adresse. Ist der alte Datenbestand endgültig verloren, verwenden Sie keydesk record leave und treten Sie dem neuen bei.',
  },
  'record-newer': {
    message: 'Ein neueres Keydesk hat den Datenbestand aktualisiert.',
    next: 'Aktualisieren Sie Keydesk auf diesem Computer. Bis dahin liest es nur und ändert nichts.',
  },
  'record-older': {
    message: 'Der Datenbestand hat eine ältere Version als dieses Keydesk.',
    next: 'Bis er aktualisiert ist, zeigt dieser Arbeitsplatz, was er hat, und ändert nichts. Der Eigentümer der Datenbank aktualisiert ihn unter Einstellungen, Datenbestand.',
    command:
      'Bis er aktualisiert ist, zeigt dieser Arbeitsplatz, was er hat, und ändert nichts. Der Eigentümer der Datenbank aktualisiert ihn mit keydesk record upgrade.',
  },
  'record-owner-needed': {
    message:
      'Nur {owner}, Eigentümer der Tabellen, kann den Datenbestand aktualisieren. Dieser Arbeitsplatz hat sich als {user} angemeldet.',
    next: 'Nichts wurde geändert. Geben Sie die Adresse des Datenbestands mit der Rolle {owner} und ihr Kennwort ein.',
    command:
      'Nichts wurde geändert. Verwenden Sie keydesk record upgrade mit --url und der Rolle {owner} sowie --password-stdin.',
  },
  'record-rewound': {
    message:
      'Der Datenbestand hat Änderungen verloren: Er steht bei Revision {revision}, und dieser Arbeitsplatz hat Revision {mirror} gesehen.',
    next: 'Hier wurde nichts geändert. Ein Server wurde wiederhergestellt oder ersetzt. Vergleichen Sie diesen Arbeitsplatz unter Einstellungen, Datenbestand mit ihm, und fragen Sie die Person, die PostgreSQL betreibt.',
    command:
      'Hier wurde nichts geändert. Ein Server wurde wiederhergestellt oder ersetzt. Führen Sie keydesk record check aus, und fragen Sie die Person, die PostgreSQL betreibt.',
  },
  'record-joined': {
    message: 'Dieser Arbeitsplatz gehört schon zu einem Datenbestand.',
    next: 'Nichts wurde geändert. Einstellungen, Datenbestand zeigt ihn, und dort kann der Arbeitsplatz ihn verlassen.',
    command: 'Nichts wurde geändert. keydesk record show sagt, zu welchem. keydesk record leave beendet das.',
  },
  'record-none': {
    message: 'Dieser Arbeitsplatz gehört zu keinem gemeinsamen Datenbestand.',
    next: 'Sein Datenordner ist sein Datenbestand. Einstellungen, Datenbestand ändert das.',
    command: 'Sein Datenordner ist sein Datenbestand. keydesk record create oder keydesk record join ändert das.',
  },
  'record-changed': {
    message:
      'Dieser Datenordner ist einem Datenbestand beigetreten oder hat ihn verlassen, seit dieses Keydesk gestartet wurde.',
    next: 'Nichts wurde geändert. Schließen Sie dieses Keydesk und starten Sie es neu.',
  },
  'record-password-unkept': {
    message:
      'Nichts auf diesem Computer kann das Kennwort des Datenbestands versiegeln, und Keydesk bewahrt kein Kennwort im Klartext auf.',
    next: 'Lassen Sie das Kennwort weg und schreiben Sie es in die Kennwortdatei von PostgreSQL (PGPASSFILE), oder verwenden Sie ein Client-Zertifikat.',
  },
  'record-unequal': {
    message:
      'Die Kopie auf diesem Arbeitsplatz weicht in {rows, plural, one {# Zeile} other {# Zeilen}} von {table} vom Datenbestand ab.',
    next: 'Nichts wurde geändert. Sichern Sie diesen Datenordner, verlassen Sie den Datenbestand, und treten Sie ihm neu bei.',
  },
} as const;
