/** Errors of the record that several desks share. */
export const recordErrors = {
  'record-url-invalid': {
    message:
      '{reason, select, password {Die Adresse des Datenbestands enthält ein Kennwort.} options {Die Adresse des Datenbestands enthält Optionen.} other {Das ist keine Adresse eines Datenbestands.}}',
    next: '{reason, select, password {Lassen Sie es weg: Keydesk fragt danach, und andere Benutzer dieses Computers können Argumente lesen.} options {Lassen Sie alles nach der Datenbank weg. TLS wird immer geprüft.} other {Schreiben Sie sie als postgres://USER@HOST:PORT/DATABASE.}}',
  },
  'record-unreachable': {
    message:
      '{reason, select, name {Der Datenbestand auf {host} (Port {port}) ist nicht erreichbar: Der Hostname ist nicht bekannt.} closed {Der Datenbestand auf {host} (Port {port}) ist nicht erreichbar: Dort nimmt nichts Verbindungen an.} silent {Der Datenbestand auf {host} (Port {port}) ist nicht erreichbar: Es kommt keine Antwort.} token {Der Datenbestand auf {host} (Port {port}) ist nicht erreichbar: Die Microsoft-Anmeldung hat nicht rechtzeitig ein Zugriffstoken geliefert.} starting {Der Datenbestand auf {host} (Port {port}) ist nicht erreichbar: PostgreSQL startet oder endet gerade.} other {Der Datenbestand auf {host} (Port {port}) ist nicht erreichbar.}}',
    next: '{reason, select, name {Prüfen Sie den Hostnamen und das Netzwerk.} closed {Prüfen Sie den Port, und ob PostgreSQL dort läuft und Verbindungen anderer Computer annimmt (listen_addresses).} silent {Prüfen Sie das Netzwerk. Eine Firewall könnte die Verbindungen verwerfen.} other {Bleibt er weg, prüfen Sie das Netzwerk, und ob PostgreSQL dort läuft.}} Nichts ist verloren. Ein Arbeitsplatz, der zum Datenbestand gehört, versucht es von selbst wieder.',
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
    message:
      '{role, select, null {Ein anderer Arbeitsplatz hat den Datenbestand auf {host} zu lange belegt.} other {Die Rolle {role} hat den Datenbestand auf {host} zu lange belegt.}}',
    next: '{role, select, null {Nichts wurde geändert. Versuchen Sie es noch einmal.} other {Nichts wurde geändert. Versuchen Sie es noch einmal. Bleibt es dabei, fragen Sie die Person, die PostgreSQL betreibt, was diese Rolle tut.}}',
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
    message:
      'Der PostgreSQL-Server auf {host} liest nur: Er ist ein Replikat, oder default_transaction_read_only ist eingeschaltet.',
    next: 'Nichts wurde geändert. Verwenden Sie die Adresse des primären Servers. Ein Arbeitsplatz, der zum Datenbestand gehört, ändert sie unter Einstellungen, Datenbestand.',
    command: 'Nichts wurde geändert. Verwenden Sie die Adresse des primären Servers: keydesk record change --url.',
  },
  'record-refused': {
    message: 'Der PostgreSQL-Server auf {host} hat die Anmeldung der Rolle {user} abgelehnt.',
    next: '{how, select, computer {Fragen Sie die Person, die PostgreSQL betreibt: pg_hba.conf braucht eine Zeile für diesen Computer, die Rolle und die Datenbank {database}, mit der Art der Anmeldung, die Sie verwenden. Wenn der Server auf diesem Computer läuft und TLS verlangt, geben Sie auch das Zertifikat seiner Zertifizierungsstelle an.} password {Prüfen Sie die Rolle und ihr Kennwort.} entra {Die Rolle muss den Namen des Entra-Kontos dieses Arbeitsplatzes haben, und der Server muss sie als Rolle für Entra kennen.} certificate {Die Rolle muss der Name (CN) im Zertifikat sein, oder pg_ident.conf muss ihn zuordnen.} other {Prüfen Sie die Rolle. Die Kennwortdatei von PostgreSQL (PGPASSFILE) hat kein Kennwort für sie, oder ein anderes.}}',
  },
  'record-right-missing': {
    message: 'Die Rolle {user} darf das im Datenbestand nicht.',
    next: 'Nichts wurde geändert. Bitten Sie die Person, die PostgreSQL betreibt, der Rolle ihre Rechte zu geben: Die Anleitung zum Datenbestand nennt die Rollen.',
    command:
      'Nichts wurde geändert. Bitten Sie die Person, die PostgreSQL betreibt, der Rolle ihre Rechte zu geben: keydesk record roles gibt sie aus.',
  },
  'record-certificate': {
    message:
      '{reason, select, unknown {Dieser Computer kennt die Stelle nicht, die das Zertifikat des PostgreSQL-Servers auf {host} ausgestellt hat.} name {Das Zertifikat des PostgreSQL-Servers ist für einen anderen Namen als {host}.} expired {Das Zertifikat des PostgreSQL-Servers auf {host} ist abgelaufen.} early {Das Zertifikat des PostgreSQL-Servers auf {host} gilt noch nicht.} other {Das Zertifikat des PostgreSQL-Servers auf {host} ließ sich nicht prüfen.}}',
    next: 'Nichts wurde gesendet. {reason, select, unknown {Geben Sie das Zertifikat der Stelle ein.} name {Verwenden Sie einen Hostnamen, der im Zertifikat steht.} expired {Bitten Sie die Person, die PostgreSQL betreibt, um ein neues.} early {Prüfen Sie die Uhr dieses Computers.} other {Fragen Sie die Person, die PostgreSQL betreibt.}}',
    command:
      'Nichts wurde gesendet. {reason, select, unknown {Nennen Sie das Zertifikat der Stelle mit --ca.} name {Verwenden Sie einen Hostnamen, der im Zertifikat steht.} expired {Bitten Sie die Person, die PostgreSQL betreibt, um ein neues.} early {Prüfen Sie die Uhr dieses Computers.} other {Fragen Sie die Person, die PostgreSQL betreibt.}}',
  },
  'record-certificate-refused': {
    message: 'Der PostgreSQL-Server auf {host} nimmt das Zertifikat dieses Arbeitsplatzes nicht an.',
    next: 'Prüfen Sie, wer das Zertifikat ausgestellt hat und ob es noch gilt. Die Datei ssl_ca_file des Servers muss die Stelle enthalten, die es ausgestellt hat.',
  },
  'record-certificate-expired': {
    message:
      'Das Zertifikat, mit dem sich dieser Arbeitsplatz beim Datenbestand anmeldet, ist am {notAfter} abgelaufen.',
    next: 'Besorgen Sie ein neues, und geben Sie es unter Einstellungen, Datenbestand ein.',
    command: 'Besorgen Sie ein neues, und geben Sie es mit keydesk record change --certificate ein.',
  },
  'record-certificate-unusable': {
    message:
      '{why, select, null {Das Zertifikat ist nicht verwendbar.} other {Das Zertifikat ist nicht verwendbar. {why}}}',
    next: 'Wählen Sie eine Datei mit dem Zertifikat und seinem privaten Schlüssel, als PEM oder PKCS #12 (.p12, .pfx), und geben Sie die Passphrase ein, wenn sie eine hat.',
    command:
      'Nennen Sie eine Datei mit dem Zertifikat und seinem privaten Schlüssel, als PEM oder PKCS #12 (.p12, .pfx). Hat sie eine Passphrase, fügen Sie --passphrase-stdin hinzu.',
  },
  'record-ca-unusable': {
    message:
      '{why, select, null {Das Zertifikat der ausstellenden Stelle ist nicht verwendbar.} other {Das Zertifikat der ausstellenden Stelle ist nicht verwendbar. {why}}}',
    next: 'Geben Sie das Zertifikat der Stelle, die das des Servers ausgestellt hat, als PEM ein.',
    command: 'Nennen Sie eine PEM-Datei mit dem Zertifikat der Stelle, die das des Servers ausgestellt hat.',
  },
  'record-entra-connection': {
    message:
      'Um sich mit Microsoft Entra ID beim Datenbestand anzumelden, braucht dieser Arbeitsplatz eine Verbindung, bei der sich eine Person oder eine App anmeldet.',
    next: 'Richten Sie eine unter Einstellungen, Verbindungen ein, machen Sie sie zur aktuellen, und melden Sie sich an.',
    command:
      'Fügen Sie eine hinzu (keydesk connection add), machen Sie sie zur aktuellen, und melden Sie sich an (keydesk connection sign-in).',
  },
  'record-secret-missing': {
    message: 'Dieses Keydesk hat das Kennwort oder Zertifikat des Datenbestands nicht.',
    next: 'Ein anderes Programm hat es versiegelt und kann es nicht mit diesem Fenster teilen. Geben Sie es unter Einstellungen, Datenbestand noch einmal ein.',
    command:
      'Fenster und Befehlszeile versiegeln ihre Geheimnisse getrennt. Geben Sie es mit keydesk record change noch einmal ein.',
  },
  'record-not-postgres': {
    message: 'Was auf {host}, Port {port}, Verbindungen annimmt, ist nicht PostgreSQL.',
    next: 'Prüfen Sie den Hostnamen und den Port.',
  },
  'record-without-tls': {
    message:
      '{reason, select, old {Der PostgreSQL-Server auf {host} bietet keine sichere Version von TLS an.} other {Der PostgreSQL-Server auf {host} verwendet kein TLS.}}',
    next: 'Nichts wurde gesendet. {reason, select, old {Er muss TLS 1.2 oder neuer anbieten (ssl_max_protocol_version).} other {Schalten Sie TLS ein (ssl = on). Nur ein Server auf diesem Computer darf darauf verzichten.}}',
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
  'record-database-used': {
    message: 'Die Datenbank ist nicht leer: Sie hat die Tabelle {table}.',
    next: 'Nichts wurde geändert. Lassen Sie von der Person, die PostgreSQL betreibt, eine eigene Datenbank für den Datenbestand anlegen.',
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
  'record-not-owner': {
    message: 'Die Rolle {user} darf in der Datenbank {database} keine Tabellen anlegen; sie gehört {owner}.',
    next: 'Nichts wurde geändert. Melden Sie sich als {owner} an, oder lassen Sie die Person, die PostgreSQL betreibt, eine Datenbank anlegen, die {user} gehört.',
  },
  'record-owner-needed': {
    message:
      'Nur {owner}, Eigentümer der Tabellen, kann den Datenbestand aktualisieren. Dieser Arbeitsplatz hat sich als {user} angemeldet.',
    next: 'Nichts wurde geändert. Geben Sie die Adresse des Datenbestands mit der Rolle {owner} und ihr Kennwort ein.',
    command:
      'Nichts wurde geändert. Verwenden Sie keydesk record upgrade mit --url und der Rolle {owner} sowie --password-stdin.',
  },
  'record-spoiled': {
    message:
      'Der Datenbestand hat in {table} etwas, das Keydesk nicht lesen kann. Jemand hat es an Keydesk vorbei geschrieben.',
    next: 'Dieser Arbeitsplatz behält, was er hat. Bitten Sie die Person, die PostgreSQL betreibt, es zu beheben: Die Anleitung zum Datenbestand sagt, wie.',
  },
  'record-rule': {
    message:
      '{rule, select, order {Der Datenbestand hat die Änderung abgelehnt, weil ein anderes Programm außer der Reihe in ihn geschrieben hat.} number {Der Datenbestand hat die Änderung abgelehnt: Eine Zeile hat eine Nummer weit über den anderen.} removal {Der Datenbestand hat die Änderung abgelehnt: Eine entfernte Zeile ist noch da.} other {Der Datenbestand hat die Änderung abgelehnt: Eine Zeile hat einen Wert, den andere Arbeitsplätze nicht lesen könnten.}}',
    next: 'Nichts wurde geändert. Versuchen Sie es noch einmal. Bleibt es dabei, fragen Sie die Person, die PostgreSQL betreibt, wer an Keydesk vorbei in den Datenbestand schreibt.',
  },
  'record-rewound': {
    message:
      'Der Datenbestand hat Änderungen verloren, die dieser Arbeitsplatz gesehen hat: Er steht bei Revision {revision}, dieser Arbeitsplatz bei {mirror}.',
    next: 'Dieser Arbeitsplatz behält, was er hat, und ändert bis dahin nichts. Ein Server wurde wiederhergestellt oder ersetzt. Fragen Sie die Person, die PostgreSQL betreibt. Bleibt es dabei, kann dieser Arbeitsplatz die Änderungen unter Einstellungen, Datenbestand zurückgeben.',
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
  'record-password-unkept': {
    message:
      '{what, select, certificate {Nichts kann hier den Schlüssel des Zertifikats versiegeln, und Keydesk bewahrt keinen Schlüssel im Klartext auf.} other {Nichts kann hier das Kennwort des Datenbestands versiegeln, und Keydesk bewahrt kein Kennwort im Klartext auf.}}',
    next: 'Setzen Sie KEYDESK_SEALING_KEY, womit Keydesk Geheimnisse versiegelt. {what, select, certificate {} other {Oder lassen Sie das Kennwort weg und schreiben Sie es in die Kennwortdatei von PostgreSQL (PGPASSFILE).}}',
  },
  'record-desk-unknown': {
    message: 'Kein Arbeitsplatz des Datenbestands hat die Id oder den Namen {desk}, oder mehrere haben diesen Namen.',
    next: 'Wählen Sie einen Arbeitsplatz der Liste.',
    command: 'Verwenden Sie eine Id aus keydesk record desks list.',
  },
  'record-fingerprint-wrong': {
    message: 'Kein Schlüssel von {desk} im Datenbestand hat diesen Fingerabdruck.',
    next: 'Nichts wurde geändert. Lesen Sie den Fingerabdruck an {desk} ab: Er steht dort unter Einstellungen, Datenbestand. Ist es der eingegebene, hat vielleicht jemand den Datenbestand geändert. Fragen Sie die Person, die PostgreSQL betreibt.',
    command:
      'Nichts wurde geändert. Lesen Sie den Fingerabdruck an {desk} ab: keydesk record show gibt ihn dort aus. Ist es der eingegebene, hat vielleicht jemand den Datenbestand geändert. Fragen Sie die Person, die PostgreSQL betreibt.',
  },
  'record-key-missing': {
    message:
      '{reason, select, sealerless {Dieser Arbeitsplatz hat keinen Schlüssel für Geheimnisse anderer Arbeitsplätze: Nichts kann ihn hier versiegeln.} station {Eine Aktivierungsstation bekommt keine Geheimnisse anderer Arbeitsplätze.} locked {Der Schlüssel dieses Arbeitsplatzes lässt sich nicht entsiegeln.} rightless {Die Rolle dieses Arbeitsplatzes in der Datenbank darf keinen Schlüssel hinzufügen.} other {Der Datenbestand hat den Schlüssel dieses Arbeitsplatzes noch nicht.}}',
    next: '{reason, select, sealerless {Starten Sie Keydesk dort, wo das System einen Schlüsselbund hat.} station {Verwenden Sie einen Arbeitsplatz.} locked {Entsperren Sie den Schlüsselbund des Systems, und starten Sie Keydesk neu.} rightless {Geben Sie ihr die Rolle keydesk_desk.} other {Versuchen Sie es wieder, wenn der Datenbestand erreichbar ist und geändert werden kann.}}',
    command:
      '{reason, select, sealerless {Setzen Sie KEYDESK_SEALING_KEY.} station {Verwenden Sie einen Arbeitsplatz.} locked {Setzen Sie den KEYDESK_SEALING_KEY, der ihn versiegelt hat.} rightless {Geben Sie ihr die Rolle keydesk_desk.} other {Versuchen Sie es wieder, wenn der Datenbestand erreichbar ist und geändert werden kann.}}',
  },
  'record-key-removed': {
    message: 'Dieser Schlüssel von {desk} bekommt keine Geheimnisse mehr.',
    next: 'Lassen Sie diesen Arbeitsplatz den Datenbestand verlassen und ihm wieder beitreten. Er macht dann einen anderen Schlüssel, mit einem anderen Fingerabdruck.',
  },
  'record-unequal': {
    message:
      'Die Kopie auf diesem Arbeitsplatz weicht in {rows, plural, one {# Zeile} other {# Zeilen}} vom Datenbestand ab: {tables}.',
    next: 'Nichts wurde geändert. Sichern Sie diesen Datenordner, verlassen Sie den Datenbestand, und treten Sie ihm neu bei.',
  },
} as const;
