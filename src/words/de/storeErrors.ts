import type { storeErrors as en, storeAdvice as enAdvice } from '../en/storeErrors.ts';
import type { Translation } from '../types.ts';

export const storeErrors: Translation<typeof en> = {
  'metadata-unreachable': {
    message: 'Die Liste der Schlüsselmodelle ist unter „{source}“ nicht lesbar.',
    next: 'Prüfen Sie das Netzwerk oder den Dateinamen und versuchen Sie es noch einmal. Die bisherige Liste bleibt in Gebrauch.',
  },
  'metadata-damaged': {
    message: 'Das ist keine Liste der Schlüsselmodelle, oder sie ist beschädigt.',
    next: 'Laden Sie sie noch einmal vom FIDO Metadata Service herunter. Die bisherige Liste bleibt in Gebrauch.',
  },
  'metadata-untrusted': {
    message:
      '{why, select, null {Der Liste der Schlüsselmodelle kann nicht vertraut werden.} other {Der Liste der Schlüsselmodelle kann nicht vertraut werden. {why}}}',
    next: 'Laden Sie sie noch einmal vom FIDO Metadata Service herunter, oder nennen Sie ihr Stammzertifikat. Die bisherige Liste bleibt in Gebrauch.',
  },
  'metadata-older': {
    message:
      '{known, select, null {Diese Liste der Schlüsselmodelle ist älter als die verwendete.} other {Diese Liste der Schlüsselmodelle ist älter als die verwendete: Sie hat die Nummer {no}, verwendet wird Nummer {known}.}}',
    next: 'Laden Sie die neueste herunter. Die bisherige Liste bleibt in Gebrauch.',
  },
  'activity-altered': {
    message: 'Eintrag {seq} des Aktivitätsprotokolls wurde nach dem Schreiben verändert.',
    next: '{investigate}',
  },
  'activity-removed': {
    message: 'Eintrag {seq} des Aktivitätsprotokolls wurde entfernt.',
    next: '{investigate}',
  },
  'activity-reordered': {
    message:
      '{found, select, null {Eintrag {seq} des Aktivitätsprotokolls steht nicht an seinem Platz.} other {Eintrag {seq} des Aktivitätsprotokolls steht nicht an seinem Platz: Dorthin gehört Eintrag {found}.}}',
    next: '{investigate}',
  },
  'activity-truncated': {
    message: 'Das Aktivitätsprotokoll endet zu früh: Eintrag {seq} und alles danach fehlt.',
    next: 'Ein Stromausfall kann die letzten Einträge kosten. {investigate}',
  },
  'activity-counter-altered': {
    message: 'Der Zähler des Aktivitätsprotokolls wurde unter Eintrag {seq} zurückgestellt.',
    next: 'Am Ende wurden vielleicht Einträge entfernt. {investigate}',
  },
  'activity-head-damaged': {
    message: 'Die Aufzeichnung, wo das Aktivitätsprotokoll endet (activity-head.json), ist nicht lesbar.',
    next: '{cut} {investigate} Wenn Sie den Grund kennen, schreiben Sie die Datei neu.',
    command:
      '{cut} {investigate} Wenn Sie den Grund kennen, schreiben Sie die Datei neu (keydesk activity verify --accept).',
  },
  'activity-head-missing': {
    message:
      '{count, select, null {Die Aufzeichnung, wo das Aktivitätsprotokoll endet (activity-head.json), fehlt, obwohl das Protokoll Einträge hat.} other {{count, plural, one {Die Aufzeichnung, wo das Aktivitätsprotokoll endet (activity-head.json), fehlt, obwohl das Protokoll # Eintrag hat.} other {Die Aufzeichnung, wo das Aktivitätsprotokoll endet (activity-head.json), fehlt, obwohl das Protokoll # Einträge hat.}}}}',
    next: '{cut} {investigate} Wenn Sie den Grund kennen, schreiben Sie die Datei neu.',
    command:
      '{cut} {investigate} Wenn Sie den Grund kennen, schreiben Sie die Datei neu (keydesk activity verify --accept).',
  },
  'activity-unwritten': {
    message:
      '{entries, select, null {Im Aktivitätsprotokoll fehlen Änderungen, weil Keydesk nicht darin schreiben konnte.} other {{entries, plural, one {Im Aktivitätsprotokoll fehlt # Änderung, weil Keydesk nicht darin schreiben konnte.} other {Im Aktivitätsprotokoll fehlen # Änderungen, weil Keydesk nicht darin schreiben konnte.}}}}',
    next: 'Die Änderungen selbst wurden ausgeführt. Notieren Sie sie anderswo und machen Sie den Datenordner vor der nächsten Änderung beschreibbar.',
  },
  'data-folder-unwritable': {
    message: 'Keydesk kann nicht in seinen Datenordner „{folder}“ schreiben.',
    next: 'Stellen Sie sicher, dass Sie in den Ordner schreiben dürfen und genug Speicherplatz frei ist, oder wählen Sie mit --data einen anderen Ordner.',
  },
  'data-folder-foreign': {
    message: 'Der Datenordner „{folder}“ gehört einem anderen Benutzer dieses Computers.',
    next: 'Starten Sie Keydesk als dieser Benutzer. {another}',
  },
  'data-folder-owner-unknown': {
    message:
      'Keydesk kann nicht feststellen, wem „{path}“ gehört. Deshalb ist nicht bekannt, ob andere den Datenordner „{folder}“ ändern können. Der Besitzer ist ein Benutzer, den dieser Container nicht kennt.',
    next: 'Wählen Sie mit --data einen Ordner im Container, der dem Benutzer gehört, unter dem Keydesk läuft, oder lassen Sie den Container diesen Benutzer und root zuordnen. "ls -ldn" zeigt die Besitzer; 65534 ist ein unbekannter.',
  },
  'data-folder-exposed': {
    message:
      'Andere Benutzer dieses Computers können den Inhalt des Datenordners „{folder}“ austauschen: „{path}“ gehört ihnen, oder sie oder ihre Gruppe dürfen darin schreiben.',
    next: 'Korrigieren Sie Besitzer und Berechtigungen von „{path}“ (chmod g-w,o-w) und finden Sie heraus, wer was geändert hat. {another}',
  },
  'data-folder-on-network': {
    message:
      '{fileSystem, select, null {Der Datenordner „{folder}“ liegt auf einem Netzlaufwerk oder in einem freigegebenen Ordner. Dort würde die Datenbank von Keydesk früher oder später beschädigt.} other {Der Datenordner „{folder}“ liegt auf einem Netzlaufwerk oder in einem freigegebenen Ordner ({fileSystem}). Dort würde die Datenbank von Keydesk früher oder später beschädigt.}}',
    next: 'Wählen Sie mit --data einen eigenen Ordner auf einem Datenträger dieses Computers. Ohne --data verwendet Keydesk den Standardordner Ihres Systems. Kopieren Sie zuvor den Inhalt dieses Ordners dorthin, während kein Keydesk läuft.',
  },
  'backup-exists': {
    message: '„{file}“ ist schon vorhanden.',
    next: 'Wählen Sie einen anderen Namen für die Sicherung.',
    command: 'Wählen Sie einen anderen Namen für die Sicherung, oder ersetzen Sie die Datei mit --force.',
  },
  'backup-folder-missing': {
    message: 'Den Ordner „{folder}“ gibt es nicht.',
    next: 'Legen Sie den Ordner an, oder wählen Sie einen anderen für die Sicherung.',
  },
  'backup-in-data-folder': {
    message: 'Die Sicherung „{file}“ läge im Datenordner.',
    next: 'Wählen Sie einen anderen Ordner, am besten auf einem anderen Datenträger: Was den Datenordner beschädigt, würde auch die Sicherung beschädigen.',
  },
  'backup-unverified': {
    message: 'Die Kopie von „{file}“ wurde wieder gelesen und weicht vom Original ab.',
    next: 'Es wurde keine Sicherung erstellt. Prüfen Sie den Datenträger der Sicherung, oder wählen Sie einen anderen, und versuchen Sie es noch einmal.',
  },
  'database-damaged': {
    message: 'Die Datenbank „{file}“ ist beschädigt.',
    next: 'Es wurde nichts geändert. Stellen Sie die Datei aus einer Sicherung wieder her, oder verschieben Sie sie, um mit einer leeren zu beginnen.',
  },
  'database-newer': {
    message: 'Die Datenbank „{file}“ wurde von einer neueren Version von Keydesk geschrieben.',
    next: 'Aktualisieren Sie Keydesk auf diesem Computer. Bis dahin schreibt diese Version nicht hinein.',
  },
  'database-foreign': {
    message: 'Die Datenbank „{file}“ hat andere Tabellen als die von Keydesk.',
    next: 'Es wurde nichts geändert. Stellen Sie die Datei aus einer Sicherung wieder her, oder wählen Sie mit --data einen anderen Datenordner.',
  },
  'database-busy': {
    message: 'Ein anderes Programm hat die Datenbank „{file}“ gesperrt.',
    next: 'Die Datei ist nicht beschädigt. Schließen Sie andere Fenster von Keydesk und Programme, die den Datenordner kopieren oder durchsuchen, und versuchen Sie es noch einmal.',
  },
  'file-busy': {
    message: 'Ein anderes Programm verwendet die Datei „{file}“.',
    next: 'Die Datei ist nicht beschädigt. Schließen Sie Programme, die den Datenordner kopieren oder durchsuchen, und versuchen Sie es noch einmal.',
  },
  'file-read-only': {
    message: 'Keydesk kann „{file}“ nur lesen, weil der Datenträger oder die Datei schreibgeschützt ist.',
    next: 'Die Datei ist nicht beschädigt. Heben Sie den Schreibschutz auf, oder wählen Sie mit --data einen anderen Datenordner.',
  },
  'file-forbidden': {
    message: 'Das Benutzerkonto, unter dem Keydesk läuft, darf „{file}“ nicht öffnen.',
    next: 'Die Datei ist nicht beschädigt. Geben Sie diesem Benutzerkonto Lese- und Schreibzugriff auf den Datenordner, oder starten Sie Keydesk als Besitzer des Ordners.',
  },
  'file-unopenable': {
    message: 'Das System kann „{file}“ nicht öffnen.',
    next: 'Die Datei ist nicht beschädigt. Prüfen Sie, ob der Ordner vorhanden ist und der Pfad eine Datei nennt, und starten Sie Keydesk neu.',
  },
  'disk-full': {
    message: 'Auf dem Datenträger ist kein Platz für das, was Keydesk in „{file}“ schreibt.',
    next: 'Schaffen Sie Speicherplatz, oder erhöhen Sie das Kontingent dieses Benutzerkontos, und versuchen Sie es noch einmal. Alles zuvor Geschriebene ist noch da.',
  },
  'disk-error': {
    message: 'Der Datenträger hat beim Lesen oder Schreiben von „{file}“ einen Fehler gemeldet.',
    next: 'Kopieren Sie den Datenordner auf einen anderen Datenträger und prüfen Sie diesen oder seinen Anschluss. Versuchen Sie es dann noch einmal.',
  },
  'import-running': {
    message: 'Ein anderes Keydesk importiert gerade in diesen Datenordner.',
    next: 'Warten Sie, bis es fertig ist; das Ergebnis wird auch hier angezeigt.',
    command: 'Warten Sie, bis es fertig ist, und versuchen Sie es dann noch einmal.',
  },
  'settings-damaged': {
    message: 'Die Einstellungsdatei „{file}“ ist beschädigt.',
    next: 'Es wurde nichts geändert. Stellen Sie die Datei aus einer Sicherung wieder her, oder korrigieren Sie sie. Ohne Kopie verschieben Sie sie und richten Sie die Verbindung neu ein.',
  },
  'settings-newer': {
    message: 'Eine neuere Version von Keydesk hat die Einstellungsdatei „{file}“ geschrieben.',
    next: 'Es wurde nichts geändert. Aktualisieren Sie Keydesk auf diesem Computer.',
  },
  'practice-tenant-damaged': {
    message: 'Die Datei des Übungsmandanten ist beschädigt: „{file}“.',
    next: 'Verschieben oder löschen Sie die Datei und starten Sie den Übungsmodus neu. Keydesk legt dann einen neuen Übungsmandanten an.',
  },
};

export const storeAdvice: Translation<typeof enAdvice> = {
  investigate:
    'Kopieren Sie den Datenordner, bevor Sie etwas anderes damit tun, vergleichen Sie ihn mit früheren Exporten und Sicherungen und finden Sie heraus, wer darin schreiben konnte.',
  cut: 'Die vorhandenen Einträge sind unverändert. Am Ende wurden vielleicht Einträge entfernt: Prüfen Sie einen früher gespeicherten Kopfwert.',
  another:
    'Oder wählen Sie mit --data einen eigenen Ordner auf einem Datenträger dieses Computers. Ohne --data verwendet Keydesk den Standardordner Ihres Systems.',
};
