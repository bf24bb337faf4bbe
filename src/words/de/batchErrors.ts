import type { batchErrors as en } from '../en/batchErrors.ts';
import type { Translation } from '../types.ts';

export const batchErrors: Translation<typeof en> = {
  'batch-file-empty': {
    message: 'Diese Datei enthält keine Zeile.',
    next: 'Wählen Sie eine Datei mit einem Benutzer je Zeile.',
  },
  'batch-file-too-large': {
    message: 'Diese Datei ist zu groß: Eine Benutzerliste hat höchstens 20 MB.',
    next: 'Teilen Sie die Datei, oder entfernen Sie Spalten, die Keydesk nicht braucht.',
  },
  'batch-file-damaged': {
    message: 'Diese Datei ist weder Text noch eine lesbare .xlsx-Arbeitsmappe.',
    next: 'Speichern Sie die Datei als CSV oder .xlsx, und versuchen Sie es noch einmal.',
  },
  'batch-file-unreadable': {
    message: 'Die Datei „{file}“ lässt sich nicht lesen.',
    next: 'Prüfen Sie ihren Namen und ob Sie sie lesen dürfen.',
  },
  'batch-file-gone': {
    message: 'Keydesk hat diese Datei nicht mehr.',
    next: 'Wählen Sie die Datei noch einmal aus.',
  },
  'batch-no-user-column': {
    message: 'Keine Spalte dieser Datei nennt Benutzer. Ihre Spalten: {headings}',
    next: 'Nennen Sie die Spalte „user“, oder wählen Sie die Spalte der Benutzer.',
  },
  'batch-not-found': {
    message: 'Es gibt keinen Stapel „{id}“.',
    next: 'Die Liste der Stapel zeigt ihre IDs.',
  },
  'batch-row-not-found': {
    message: 'Dieser Stapel hat keine Zeile „{id}“.',
    next: 'Die Liste der Zeilen zeigt ihre IDs.',
  },
  'batch-row-changed': {
    message: 'Diese Zeile hat sich inzwischen geändert: Vielleicht hat sie ihren Schlüssel schon.',
    next: 'Sehen Sie sich den Stapel noch einmal an.',
  },
  'batch-row-busy': {
    message:
      '{state, select, done {{user} hat den Schlüssel von Zeile {line} schon.} enrolling {{user} bekommt gerade den Schlüssel von Zeile {line}.} failed {Zeile {line}, {user}, ist fehlgeschlagen.} skipped {Zeile {line}, {user}, wurde übersprungen.} other {Zeile {line}, {user}, ist noch nicht geprüft.}}',
    next: '{state, select, done {Machen Sie mit dem nächsten Benutzer weiter.} enrolling {Warten Sie, bis er fertig ist.} failed {Wiederholen Sie zuerst die Zeile.} skipped {Wiederholen Sie zuerst die Zeile.} other {Warten Sie, bis sie geprüft ist.}}',
  },
  'batch-row-unmatched': {
    message: 'Keine Zeile dieses Stapels gehört zu „{text}“.',
    next: 'Scannen oder tippen Sie Seriennummer, Benutzername, E-Mail-Adresse oder Personalnummer einer Zeile.',
  },
  'batch-running': {
    message: 'Der Stapel „{batch}“ läuft.',
    next: 'Halten Sie ihn zuerst an.',
  },
  'batch-other-running': {
    message: 'Der Stapel „{batch}“ läuft und bekommt jeden Schlüssel, der eingesteckt wird.',
    next: 'Halten Sie ihn zuerst an, oder warten Sie, bis er fertig ist.',
  },
  'batch-empty': {
    message: 'Er enthält keinen Benutzer.',
    next: 'Wählen Sie eine Datei, eine Gruppe oder eine Liste mit mindestens einem Benutzer.',
  },
  'batch-group-unknown': {
    message: 'Die Gruppe „{group}“ wurde nicht importiert.',
    next: 'Importieren Sie Benutzer und Gruppen, und versuchen Sie es noch einmal.',
  },
  'batch-user-ambiguous': {
    message: '„{user}“ bezeichnet mehrere Benutzer: {names}.',
    next: 'Geben Sie stattdessen den Benutzerprinzipalnamen oder die Objekt-ID an.',
  },
  'batch-user-twice': {
    message: '{user} steht bereits in Zeile {line}.',
    next: 'Für einen zweiten Schlüssel erstellen Sie einen weiteren Stapel, der Schlüssel hinzufügt.',
  },
  'batch-serial-twice': {
    message: 'Zeile {line} erwartet schon den Schlüssel mit der Seriennummer {serial}.',
    next: 'Korrigieren Sie die Seriennummer in der Datei, und erstellen Sie den Stapel noch einmal.',
  },
  'batch-has-key': {
    message:
      '{user} hat bereits {count, plural, one {einen Sicherheitsschlüssel, „{name}“} other {# Sicherheitsschlüssel, darunter „{name}“}}.',
    next: 'Für einen weiteren Schlüssel erstellen Sie den Stapel mit „Einen weiteren Schlüssel geben“ oder „Schlüssel ersetzen“.',
    command: 'Für einen weiteren Schlüssel erstellen Sie den Stapel mit --existing add oder --existing replace.',
  },
  'batch-checked-in-part': {
    message:
      'Nur mit dem letzten Import geprüft: {what, select, policy {Die Richtlinie für Passkeys war} rights {Die Rechte dieser Anmeldung waren} other {Die Richtlinie für Passkeys und die Rechte dieser Anmeldung waren}} nicht lesbar. {why}',
    next: 'Prüfen Sie den Stapel später noch einmal. Wenn er ohne das läuft, entscheidet Microsoft Entra ID bei der Registrierung des Schlüssels.',
  },
  'batch-old-left': {
    message:
      'Der neue Schlüssel ist fertig, aber Microsoft Entra ID hat {count, plural, one {den alten Passkey noch, den er ersetzt} other {# alte Passkeys noch, die er ersetzt}}.',
    next: 'Keydesk versucht das Löschen von selbst erneut. Die Übersicht führt es auf, bis es erledigt ist.',
  },
  'batch-old-owed': {
    message:
      'Microsoft Entra ID hat vielleicht noch {count, plural, one {einen Passkey, den ein Schlüssel dieses Stapels ersetzt hat} other {# Passkeys, die Schlüssel dieses Stapels ersetzt haben}}.',
    next: 'Nichts wurde gelöscht. Löschen Sie den Stapel, wenn Microsoft Entra ID erreichbar ist: Keydesk merkt sich dann, was dort noch zu löschen ist.',
  },
  'batch-pins-kept': {
    message:
      '{count, plural, one {Eine PIN dieses Stapels wurde} other {# PINs dieses Stapels wurden}} noch nicht übergeben.',
    next: 'Übergeben Sie die PINs, oder löschen Sie den Stapel mit seinen PINs. Dann kann niemand diese Schlüssel benutzen, bis sie zurückgesetzt sind.',
    command:
      'Übergeben Sie die PINs, oder ergänzen Sie --discard-pins. Dann kann niemand diese Schlüssel benutzen, bis sie zurückgesetzt sind.',
  },
  'batch-other-serial': {
    message: 'Keine wartende Zeile erwartet diesen Sicherheitsschlüssel: Jede erwartet eine andere Seriennummer.',
    next: 'Ziehen Sie ihn ab, und stecken Sie einen Schlüssel der Liste ein.',
  },
  'batch-scanned-other': {
    message: '{user} ist als Nächstes an der Reihe und bekommt den Schlüssel {serial}. Das ist ein anderer Schlüssel.',
    next: 'Ziehen Sie ihn ab, und stecken Sie den Schlüssel {serial} ein. Oder stellen Sie {user} ans Ende: Wählen Sie „Später“.',
    command: 'Ziehen Sie ihn ab, und stecken Sie den Schlüssel {serial} ein.',
  },
  'batch-key-of-row': {
    message: 'Das ist der Schlüssel, der für {user} begonnen wurde. Diese Zeile wartet jetzt auf keinen Schlüssel.',
    next: 'Wiederholen Sie die Zeile von {user}, und stecken Sie diesen Schlüssel dann wieder ein. Keydesk hat seine PIN.',
  },
  'batch-key-perhaps-of': {
    message:
      'Dieser Sicherheitsschlüssel hat bereits eine PIN. Er kann der Schlüssel sein, der für {users} begonnen wurde, aber Keydesk kann es nicht beweisen: Der Schlüssel hat die aufbewahrten PINs nicht angenommen, oder er hat nicht mehr alle Versuche.',
    next: 'Setzen Sie ihn noch nicht zurück. Zeigen Sie die PIN dieser Zeile an, und geben Sie sie auf der Seite des Schlüssels ein. Nimmt der Schlüssel sie an, ziehen Sie ihn ab und stecken Sie ihn wieder ein. Sonst verwenden Sie einen leeren Schlüssel.',
    command:
      'Verwenden Sie einen leeren Schlüssel. Setzen Sie diesen nur zurück, wenn er nicht der Schlüssel dieser Benutzer ist oder ihre Zeilen einen anderen bekommen haben.',
  },
  'batch-pin-sealed': {
    message:
      'Diese PIN lässt sich nicht entsiegeln: Der Schlüsselbund des Systems ist gesperrt, sie wurde mit einem anderen Schlüssel versiegelt, oder sie ist beschädigt. Keydesk ändert sie nicht.',
    next: 'Entsperren Sie den Schlüsselbund, oder starten Sie Keydesk mit dem KEYDESK_SEALING_KEY, der sie versiegelt hat, und versuchen Sie es noch einmal.',
  },
  'batch-pin-gone': {
    message: 'Die PIN dieser Zeile wird nicht mehr aufbewahrt.',
    next: 'Wenn niemand die PIN kennt, setzen Sie den Schlüssel zurück und richten Sie ihn neu ein.',
  },
  'secret-of-other-desk': {
    message:
      '{reason, select, keyless {Ein anderer Arbeitsplatz hat diese PIN versiegelt, und dieser hat keinen Schlüssel, um zu öffnen, was andere versiegeln.} stranger {Ein Arbeitsplatz, dem dieser nicht vertraut, hat diese PIN versiegelt.} damaged {Die Kopie dieser PIN für diesen Arbeitsplatz lässt sich nicht öffnen: Sie gehört zu einer anderen Zeile oder wurde geändert.} other {Ein anderer Arbeitsplatz hat diese PIN versiegelt, und nicht für diesen.}}',
    next: '{reason, select, keyless {Starten Sie Keydesk dort, wo etwas Geheimnisse versiegeln kann. Was fehlt, steht unter Einstellungen, Datenbestand.} stranger {Vergleichen Sie den Fingerabdruck dieses Arbeitsplatzes, und bestätigen Sie ihn unter Einstellungen, Datenbestand.} damaged {Fragen Sie am Arbeitsplatz, der den Schlüssel eingerichtet hat, nach der PIN, und die Person, die PostgreSQL betreibt, wer den Datenbestand geändert hat.} other {Bestätigen Sie an einem Arbeitsplatz, der die PIN hat, unter Einstellungen, Datenbestand den Fingerabdruck dieses Arbeitsplatzes. Einige Sekunden später ist die PIN hier.}}',
    command:
      '{reason, select, keyless {Setzen Sie KEYDESK_SEALING_KEY. keydesk record show sagt, was fehlt.} stranger {Vergleichen Sie den Fingerabdruck dieses Arbeitsplatzes, und bestätigen Sie ihn mit keydesk record desks trust.} damaged {Fragen Sie am Arbeitsplatz, der den Schlüssel eingerichtet hat, nach der PIN, und die Person, die PostgreSQL betreibt, wer den Datenbestand geändert hat.} other {Bestätigen Sie an einem Arbeitsplatz, der die PIN hat, den Fingerabdruck dieses Arbeitsplatzes mit keydesk record desks trust. Einige Sekunden später ist die PIN hier.}}',
  },
  'handover-empty': {
    message: 'Keine Zeile dieses Stapels hat einen Schlüssel, der übergeben werden kann.',
    next: 'Führen Sie den Stapel zuerst aus. Zeilen, die übergeben wurden, haben keine PIN mehr.',
  },
  'handover-pins-gone': {
    message: 'Keydesk hat für {count, plural, one {# Zeile} other {# Zeilen}} keine PIN: Zeile {lines}.',
    next: 'Speichern Sie die Datei ohne diese PINs, oder übergeben Sie diese Zeilen zuerst. Keydesk löscht eine PIN bei der Übergabe und bewahrt nie eine auf, die jemand getippt hat.',
    command:
      'Ergänzen Sie --without-missing, oder lassen Sie diese Zeilen mit --line weg. Keydesk löscht eine PIN bei der Übergabe und bewahrt nie eine auf, die jemand getippt hat.',
  },
  'handover-passphrase': {
    message:
      '{reason, select, missing {Eine Datei mit PINs braucht eine Passphrase.} too_long {Die Passphrase ist zu lang.} characters {Die Passphrase enthält Zeichen, die sich in manchen Programmen nicht eingeben lassen.} too_simple {Die Passphrase wiederholt wenige gleiche Zeichen.} other {Die Passphrase ist zu kurz.}}',
    next: 'Wählen Sie eine Passphrase aus {min} bis {max} Buchstaben, Ziffern, Leerzeichen und Satzzeichen. Senden Sie sie auf einem anderen Weg als die Datei.',
  },
  'handover-recipient': {
    message: 'Keydesk kann für dieses Zertifikat nicht verschlüsseln. {why}',
    next: 'Nehmen Sie die PEM-Datei eines gültigen Zertifikats mit einem RSA-Schlüssel (mindestens 2048 Bit) oder einem Schlüssel auf P-256, P-384 oder P-521, der verschlüsseln darf.',
  },
  'printer-not-chosen': {
    message: 'Für PINs ist kein Drucker ausgewählt.',
    next: 'Wählen Sie einen unter Einstellungen, Übergabe.',
    command: 'Einen auswählen: keydesk organization set --pin-printer NAME',
  },
  'printer-not-found': {
    message: 'Dieser Computer hat keinen Drucker „{printer}“, den Keydesk verwenden kann.',
    next: 'Wählen Sie unter Einstellungen, Übergabe einen anderen. Unter Windows speichern Sie die Blätter als PDF und drucken es.',
    command:
      'Einen anderen auswählen: keydesk organization set --pin-printer NAME. Unter Windows drucken Sie das PDF von keydesk batch sheets.',
  },
  'print-failed': {
    message: 'Der Drucker „{printer}“ hat das Blatt nicht angenommen. {said}',
    next: 'Prüfen Sie den Drucker und drucken Sie das Blatt noch einmal. Keydesk hat die PIN noch.',
  },
  'logo-unusable': {
    message: 'Dieses Logo lässt sich nicht verwenden. {why}',
    next: 'Speichern Sie es als PNG (ohne Interlacing) oder JPEG, mit höchstens 1 MB und {side, number} Pixeln je Seite.',
  },
  'profile-unapplied': {
    message: 'Der Passkey funktioniert, aber einige Einstellungen des Profils fehlen auf dem Schlüssel: {what}.',
    next: 'Stecken Sie den Schlüssel ein, und setzen Sie sie auf seiner Seite.',
  },
  'profile-not-found': {
    message: 'Es gibt kein Profil „{profile}“.',
    next: 'Alle Profile finden Sie in den Einstellungen unter „Profile“.',
    command: 'Alle Profile zeigt keydesk profiles list.',
  },
  'profile-name-taken': {
    message: 'Ein anderes Profil heißt „{profile}“.',
    next: 'Wählen Sie einen anderen Namen.',
  },
  'profile-unreadable': {
    message: 'Diese Version von Keydesk kann das Profil „{profile}“ nicht lesen. Eine neuere Version hat es geändert.',
    next: 'Aktualisieren Sie Keydesk auf diesem Computer.',
    command:
      'Aktualisieren Sie Keydesk auf diesem Computer. Oder löschen Sie das Profil: keydesk profiles delete NAME.',
  },
  'profile-key-has-pin': {
    message: 'Dieser Sicherheitsschlüssel hat bereits eine PIN. Das Profil „{profile}“ setzt eine zufällige PIN.',
    next: 'Verwenden Sie einen leeren Schlüssel oder ein Profil, das den Schlüssel vorher zurücksetzt oder seine PIN behält. Wurde eine Einrichtung auf diesem Schlüssel unterbrochen, hat vielleicht Keydesk die PIN gesetzt: Setzen Sie den Schlüssel dann zurück.',
  },
  'profile-pin-left': {
    message:
      'Keydesk hat die PIN dieses Sicherheitsschlüssels selbst gesetzt, bei einer Einrichtung, die unterbrochen wurde, und hat diese PIN nicht mehr. Das Profil „{profile}“ setzt eine zufällige.',
    next: 'Setzen Sie diesen Schlüssel unter Sicherheitsschlüssel zurück und stecken Sie ihn dann wieder ein. Oder nehmen Sie einen leeren Schlüssel.',
    command:
      'Setzen Sie diesen Schlüssel zurück (keydesk keys reset) und stecken Sie ihn dann wieder ein. Oder nehmen Sie einen leeren Schlüssel.',
  },
  'reset-erases-passkeys': {
    message:
      'Das Profil setzt diesen Sicherheitsschlüssel vorher zurück. Das löscht vom Schlüssel {count, plural, one {einen Passkey, der in Gebrauch ist} other {# Passkeys, die in Gebrauch sind}}.',
    next: 'Löschen Sie diese Passkeys danach auch in Microsoft Entra ID. Das Ergebnis der Einrichtung zeigt, wie.',
  },
};
