import type { pinErrors as en } from '../en/pinErrors.ts';
import type { Translation } from '../types.ts';

export const pinErrors: Translation<typeof en> = {
  'pin-required': {
    message:
      '{fresh, select, true {Dieser Sicherheitsschlüssel hat noch keine PIN, und niemand kann hier eine wählen.} other {Dieser Sicherheitsschlüssel benötigt seine PIN.}}',
    next: '{fresh, select, true {Wählen Sie eine PIN oder ein Profil mit einer zufälligen.} other {Geben Sie die PIN des Schlüssels ein.}}',
    command:
      '{fresh, select, true {Führen Sie den Befehl an einem Terminal aus, verwenden Sie ein Profil mit zufälliger PIN (keydesk profiles create), oder geben Sie enroll mit --random-pin eine PIN.} other {Geben Sie die PIN des Schlüssels ein, oder übergeben Sie sie mit --pin-stdin.}}',
  },
  'pin-wrong': {
    message:
      '{impossible, select, true {Das kann nicht die PIN eines Sicherheitsschlüssels sein: Eine PIN hat mindestens 4 Zeichen und höchstens 63 Byte. Der Schlüssel wurde nicht gefragt.} other {{retries, select, null {Die PIN ist falsch.} other {{retries, plural, one {Die PIN ist falsch. Es bleibt ein Versuch.} other {Die PIN ist falsch. Es bleiben # Versuche.}}}}}}',
    next: 'Prüfen Sie die PIN und geben Sie sie noch einmal ein.',
  },
  'pin-soft-blocked': {
    message:
      '{retries, select, null {Zu viele falsche PINs hintereinander: Der Schlüssel pausiert.} other {{retries, plural, one {Zu viele falsche PINs hintereinander: Der Schlüssel pausiert. Es bleibt ein Versuch.} other {Zu viele falsche PINs hintereinander: Der Schlüssel pausiert. Es bleiben # Versuche.}}}}',
    next: 'Ziehen Sie den Schlüssel ab, stecken Sie ihn wieder ein und geben Sie die richtige PIN ein.',
  },
  'pin-blocked': {
    message: 'Die PIN dieses Sicherheitsschlüssels ist dauerhaft gesperrt: Es bleibt kein Versuch.',
    next: 'Nur Zurücksetzen macht den Schlüssel wieder nutzbar. Dabei werden alle Passkeys auf dem Schlüssel gelöscht.',
    command:
      'Nur Zurücksetzen macht den Schlüssel wieder nutzbar (keydesk keys reset). Dabei werden alle Passkeys auf dem Schlüssel gelöscht.',
  },
  'pin-breaks-rule': {
    message:
      '{rule, select, too_short {Die PIN ist zu kurz. Dieser Schlüssel verlangt mindestens {minLength} Zeichen.} too_long {Die PIN ist zu lang. Eine PIN hat höchstens {maxLength} Zeichen und 63 Byte.} unchanged {Die neue PIN ist die aktuelle. Der Sicherheitsschlüssel verlangt eine andere.} weak {{weakness}} ends_with_zero {Eine PIN darf nicht mit einem Nullbyte enden.} untypable {Die PIN enthält ein Zeichen, das sich nicht eintippen lässt, etwa ein unsichtbares aus einer Datei oder der Zwischenablage.} other {Der Sicherheitsschlüssel lehnt diese PIN als zu schwach ab.}}',
    next: 'Wählen Sie eine andere PIN, die den Regeln entspricht.',
  },
  'pin-change-required': {
    message: 'Der Sicherheitsschlüssel verlangt, dass zuerst seine PIN geändert wird.',
    next: 'Ändern Sie die PIN des Schlüssels und versuchen Sie es noch einmal.',
    command: 'Ändern Sie die PIN des Schlüssels (keydesk keys pin change) und versuchen Sie es noch einmal.',
  },
  'pin-not-set': {
    message: 'Dieser Sicherheitsschlüssel hat noch keine PIN.',
    next: 'Legen Sie zuerst eine PIN fest und versuchen Sie es noch einmal.',
    command: 'Legen Sie zuerst eine PIN fest (keydesk keys pin set) und versuchen Sie es noch einmal.',
  },
  'pin-already-set': {
    message: 'Dieser Sicherheitsschlüssel hat schon eine PIN.',
    next: 'Ändern Sie stattdessen die PIN.',
    command: 'Ändern Sie stattdessen die PIN (keydesk keys pin change).',
  },
  'pin-unseen': {
    message:
      'Keydesk hält eine PIN aus einer früheren Einrichtung für diesen Benutzer bereit, die vielleicht noch niemand gelesen hat.',
    next: 'Öffnen Sie diese Einrichtung und wählen Sie „PIN anzeigen“, oder verwerfen Sie die PIN; versuchen Sie es dann noch einmal.',
  },
  'pin-forgotten': {
    message: 'Keydesk hat diese PIN nicht mehr: Sie wurde schon angezeigt oder verworfen.',
    next: 'Wenn niemand die PIN kennt, setzen Sie den Schlüssel unter „Sicherheitsschlüssel“ zurück und richten Sie ihn neu ein.',
    command:
      'Wenn niemand die PIN kennt, setzen Sie den Schlüssel zurück (keydesk keys reset) und richten Sie ihn neu ein.',
  },
  'pin-never-seen': {
    message: 'Keydesk wurde beendet, bevor jemand bestätigt hat, die zufällige PIN dieses Schlüssels gesehen zu haben.',
    next: 'Wenn niemand die PIN kennt, setzen Sie den Schlüssel unter „Sicherheitsschlüssel“ zurück und richten Sie ihn neu ein.',
    command:
      'Wenn niemand die PIN kennt, setzen Sie den Schlüssel zurück (keydesk keys reset) und richten Sie ihn neu ein.',
  },
  'pin-perhaps-unknown': {
    message:
      'Das könnte ein Schlüssel sein, dessen zufällige PIN niemand gesehen hat. Er hat keine Seriennummer, deshalb kann Keydesk nicht feststellen, welcher es ist.',
    next: 'Wenn niemand die PIN kennt, setzen Sie den Schlüssel zurück und richten Sie ihn neu ein.',
    command:
      'Wenn niemand die PIN kennt, setzen Sie den Schlüssel zurück (keydesk keys reset) und richten Sie ihn neu ein.',
  },
  'pin-length-refused': {
    message:
      '{length, select, null {Der Sicherheitsschlüssel lehnt diese Mindestlänge der PIN ab.} other {Der Sicherheitsschlüssel lehnt {length} als Mindestlänge der PIN ab.}}',
    next: 'Wählen Sie eine andere Länge: nicht unter der aktuellen Mindestlänge und nicht über der längsten PIN, die der Schlüssel annimmt.',
  },
  'fingerprint-required': {
    message: 'Dieser Sicherheitsschlüssel verlangt für Passkeys immer einen Fingerabdruck. Seine PIN genügt nicht.',
    next: 'Fügen Sie dem Schlüssel zuerst unter „Sicherheitsschlüssel“, „Fingerabdrücke“ einen Fingerabdruck hinzu. Versuchen Sie es dann noch einmal.',
    command:
      'Fügen Sie dem Schlüssel zuerst einen Fingerabdruck hinzu (keydesk keys fingerprints add) und versuchen Sie es noch einmal.',
  },
  'fingerprint-failed': {
    message: 'Der Schlüssel hat den Fingerabdruck nicht erkannt.',
    next: 'Versuchen Sie es mit einem sauberen, trockenen Finger noch einmal, oder verwenden Sie die PIN.',
  },
  'fingerprint-blocked': {
    message: 'Zu viele Fingerabdrücke hintereinander wurden nicht erkannt. Der Schlüssel nimmt vorerst keine mehr an.',
    next: 'Verwenden Sie die PIN des Schlüssels. Danach nimmt er wieder Fingerabdrücke an.',
  },
  'fingerprints-full': {
    message: 'Auf dem Sicherheitsschlüssel ist kein Platz für einen weiteren Fingerabdruck.',
    next: 'Entfernen Sie einen, der nicht mehr gebraucht wird, und versuchen Sie es noch einmal.',
    command:
      'Entfernen Sie einen, der nicht mehr gebraucht wird (keydesk keys fingerprints remove), und versuchen Sie es noch einmal.',
  },
};
