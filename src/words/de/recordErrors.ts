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
  'record-uncopied': {
    message:
      'Die Änderung ist aufgezeichnet, aber dieser Arbeitsplatz konnte seine Kopie davon nicht in {file} schreiben.',
    next: 'Wiederholen Sie sie nicht. Schaffen Sie Platz auf der Festplatte dieses Computers. Die Kopie folgt von selbst.',
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
    message: 'Der Datenbestand wurde von einem älteren Keydesk angelegt.',
    next: 'Nichts wurde geändert. Diese Version kann einen Datenbestand nicht aktualisieren. Verwenden Sie die Version von Keydesk, die die anderen Arbeitsplätze haben.',
  },
  'record-rewound': {
    message:
      'Der Datenbestand hat Änderungen verloren, die dieser Arbeitsplatz gesehen hat: Er steht bei Revision {revision}, dieser Arbeitsplatz bei {mirror}.',
    next: 'Dieser Arbeitsplatz behält, was er hat, und ändert bis dahin nichts. Ein Server wurde wiederhergestellt oder ersetzt. Fragen Sie die Person, die PostgreSQL betreibt. Bleibt es dabei, führen Sie an diesem Arbeitsplatz keydesk record bring-back aus.',
    command:
      'Dieser Arbeitsplatz behält, was er hat, und ändert bis dahin nichts. Ein Server wurde wiederhergestellt oder ersetzt. Fragen Sie die Person, die PostgreSQL betreibt. Bleibt es dabei, führen Sie keydesk record bring-back aus.',
  },
  'record-apart': {
    message:
      'Dieser Arbeitsplatz und der Datenbestand haben nichts mehr gemeinsam: Der Datenbestand wurde aus einer zu alten Sicherung wiederhergestellt.',
    next: 'Nichts wurde geändert. Stellen Sie eine neuere Sicherung wieder her, oder lassen Sie diesen Arbeitsplatz unter Einstellungen, Datenbestand den Datenbestand verlassen. Er behält seine Kopie.',
    command:
      'Nichts wurde geändert. Stellen Sie eine neuere Sicherung wieder her, oder lassen Sie diesen Arbeitsplatz den Datenbestand verlassen: keydesk record leave. Er behält seine Kopie.',
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
  'record-own-history': {
    message:
      'Dieser Arbeitsplatz hat eine eigene Geschichte, die sich noch nicht mit einem anderen Datenbestand vereinen lässt.',
    next: 'Nichts wurde geändert. Treten Sie mit einem neuen Datenordner bei, oder legen Sie den Datenbestand von diesem Arbeitsplatz aus an.',
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
