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
    next: 'Nennen Sie die Spalte „Benutzer“, oder wählen Sie die Spalte der Benutzer.',
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
  'batch-row-unmatched': {
    message: 'Keine Zeile dieses Stapels gehört zu „{text}“.',
    next: 'Scannen oder tippen Sie Seriennummer, Benutzername, E-Mail-Adresse oder Personalnummer einer Zeile.',
  },
  'batch-running': {
    message: 'Der Stapel „{batch}“ läuft.',
    next: 'Halten Sie ihn zuerst an.',
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
  'batch-has-key': {
    message:
      '{user} hat bereits {count, plural, one {einen Sicherheitsschlüssel, „{name}“} other {# Sicherheitsschlüssel, darunter „{name}“}}.',
    next: 'Für einen weiteren Schlüssel erstellen Sie den Stapel mit „hinzufügen“ oder „ersetzen“.',
  },
  'batch-other-serial': {
    message: 'Keine wartende Zeile erwartet diesen Sicherheitsschlüssel: Jede erwartet eine andere Seriennummer.',
    next: 'Ziehen Sie ihn ab, und stecken Sie einen Schlüssel der Liste ein.',
  },
  'batch-pin-gone': {
    message: 'Die PIN dieser Zeile wird nicht mehr aufbewahrt.',
    next: 'Wenn niemand die PIN kennt, setzen Sie den Schlüssel zurück und richten Sie ihn neu ein.',
  },
  'profile-unapplied': {
    message: 'Der Passkey funktioniert, aber einige Einstellungen des Profils fehlen auf dem Schlüssel: {what}.',
    next: 'Stecken Sie den Schlüssel ein, und setzen Sie sie auf seiner Seite.',
  },
  'profile-not-found': {
    message: 'Es gibt kein Profil „{profile}“.',
    next: 'Alle Profile zeigen keydesk profiles list und die Einstellungen.',
  },
  'profile-name-taken': {
    message: 'Ein anderes Profil heißt „{profile}“.',
    next: 'Wählen Sie einen anderen Namen.',
  },
  'profile-key-has-pin': {
    message: 'Dieser Sicherheitsschlüssel hat bereits eine PIN. Das Profil „{profile}“ setzt eine zufällige PIN.',
    next: 'Verwenden Sie einen leeren Schlüssel oder ein Profil, das den Schlüssel vorher zurücksetzt oder seine PIN behält.',
  },
};
