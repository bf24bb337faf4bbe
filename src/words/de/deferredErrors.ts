import type { deferredErrors as en } from '../en/deferredErrors.ts';
import type { Translation } from '../types.ts';

export const deferredErrors: Translation<typeof en> = {
  'deferred-package-missing': {
    message: 'Es gibt kein Paket „{file}“.',
    next: 'Prüfen Sie den Namen der Datei, und ob das Laufwerk verbunden ist.',
  },
  'deferred-folder-missing': {
    message: 'Es gibt keinen Ordner „{folder}“.',
    next: 'Verbinden Sie das Laufwerk, oder wählen Sie einen anderen Ordner für das Paket.',
  },
  'deferred-not-a-package': {
    message: '„{file}“ ist kein Paket von Keydesk.',
    next: 'Wählen Sie die Datei, die „Abrufen“ geschrieben hat.',
  },
  'deferred-package-newer': {
    message: 'Eine neuere Version von Keydesk hat dieses Paket geschrieben (Format {version}).',
    next: 'Aktualisieren Sie Keydesk auf diesem Computer. Das Paket wurde nicht verändert.',
  },
  'deferred-package-too-large': {
    message: 'Ein Paket hat höchstens {rows, plural, one {# Benutzer} other {# Benutzer}} und {megabytes, number} MB.',
    next: 'Rufen Sie die Benutzer in mehreren Paketen ab.',
  },
  'deferred-package-changed': {
    message: 'Ein anderes Programm hat das Paket „{file}“ inzwischen verändert.',
    next: 'Schließen Sie andere Fenster, die das Paket verwenden, und öffnen Sie es erneut. Keydesk hat es nicht überschrieben.',
  },
  'deferred-package-busy': {
    message: 'Dieses Keydesk arbeitet schon mit dem Paket „{file}“.',
    next: 'Warten Sie auf das Ende, oder halten Sie es zuerst an.',
  },
  'deferred-unopened': {
    message:
      '{reason, select, passphrase {Die Passphrase ist falsch, oder das Paket wurde verändert.} identity {Dieser private Schlüssel öffnet das Paket nicht, oder das Paket wurde verändert.} station {Dieses Keydesk kann das Paket nicht von selbst öffnen.} other {Das Paket ist beschädigt: Es wurde verändert oder ist nicht vollständig.}}',
    next: '{reason, select, passphrase {Geben Sie die Passphrase erneut ein.} identity {Verwenden Sie den privaten Schlüssel des Zertifikats, für das das Paket abgerufen wurde.} station {Geben Sie die Passphrase des Pakets an, oder den privaten Schlüssel seines Zertifikats. Nur das Keydesk, das ein Paket abgerufen hat, öffnet es ohne.} other {Verwenden Sie eine unbeschädigte Kopie des Pakets. Gibt es keine, rufen Sie es erneut ab.}}',
  },
  'deferred-identity': {
    message: 'Dieser private Schlüssel kann nicht verwendet werden. {why}',
    next: 'Verwenden Sie eine PEM-Datei mit dem privaten Schlüssel des Zertifikats: RSA ab 2048 Bit, oder P-256, P-384 oder P-521.',
  },
  'deferred-other-tenant': {
    message: 'Dieses Paket gehört zu einem anderen Mandanten: {tenant}.',
    next: 'Verbinden Sie diesen Mandanten, und laden Sie das Paket erneut hoch.',
  },
  'deferred-unknown-sender': {
    message: 'Keydesk kann nicht beweisen, dass dieses Paket das abgerufene ist.',
    next: 'Laden Sie es mit dem Keydesk hoch, das es abgerufen hat, oder mit der Passphrase des Pakets.',
  },
  'deferred-beta-missing': {
    message:
      'Microsoft Graph gibt diesem Mandanten keine Challenges für die Registrierung ohne Netz: Dafür ist die Beta-Version nötig. Version 1.0 gibt 5 Minuten.',
    next: 'Registrieren Sie diese Benutzer mit Netz, zum Beispiel in einem Stapel.',
  },
  'deferred-clock': {
    message:
      '{reason, select, expired {Nach der Uhr dieses Computers ist die Challenge von {user} am {until} abgelaufen.} other {Die Uhr dieses Computers zeigt eine frühere Zeit als die, zu der das Paket abgerufen wurde.}}',
    next: 'Prüfen Sie die Uhr. Keydesk macht weiter: Beim Hochladen entscheidet Microsoft Entra ID.',
  },
  'deferred-key-cleaned': {
    message: 'Der Passkey dieser Zeile wurde von seinem Schlüssel gelöscht.',
    next: 'Rufen Sie den Benutzer erneut ab, und richten Sie einen anderen Schlüssel ein.',
  },
  'deferred-row-taken': {
    message: 'Diese Zeile hat schon einen anderen Sicherheitsschlüssel bekommen.',
    next: 'Stecken Sie den Schlüssel dieses Pakets ein, und schließen Sie seine nicht abgeschlossene Einrichtung ab: Keydesk löscht dann seinen Passkey.',
    command:
      'Stecken Sie den Schlüssel dieses Pakets ein. keydesk enrollments list zeigt seine ID, und keydesk enrollments finish löscht seinen Passkey.',
  },
  'deferred-unproven': {
    message:
      'Der Passkey dieser Zeile wurde erstellt, aber der Schlüssel hat noch nicht bewiesen, dass er sich damit anmeldet.',
    next: 'Setzen Sie „Einrichten“ fort, und stecken Sie denselben Schlüssel wieder ein.',
  },
  'deferred-key-perhaps-of': {
    message:
      'Dieser Sicherheitsschlüssel hat bereits eine PIN. Er kann der Schlüssel sein, der für {users} begonnen wurde, aber Keydesk kann es nicht beweisen: Der Schlüssel hat die PINs des Pakets nicht angenommen, oder er hat nicht mehr alle Versuche.',
    next: 'Ziehen Sie ihn ab, und verwenden Sie einen leeren Schlüssel. Setzen Sie diesen erst zurück, wenn diese Benutzer ihre Schlüssel haben.',
  },
  'deferred-pin-typed': {
    message:
      'Kein Profil setzt die PIN des Schlüssels für {count, plural, one {{user}} other {# Benutzer, darunter {user}}}. Jemand muss sie am Standort eingeben, bei jedem leeren Schlüssel.',
    next: 'Wenn das niemand kann, wählen Sie ein Profil mit zufälliger PIN, und rufen Sie diese Benutzer in ein neues Paket ab.',
  },
};
