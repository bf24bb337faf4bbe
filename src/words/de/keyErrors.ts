import type { keyErrors as en } from '../en/keyErrors.ts';
import type { Translation } from '../types.ts';

export const keyErrors: Translation<typeof en> = {
  'no-key': { message: 'Es ist kein Sicherheitsschlüssel eingesteckt.', next: 'Stecken Sie einen ein.' },
  'several-keys': {
    message:
      '{count, select, null {Es sind mehrere Sicherheitsschlüssel eingesteckt.} other {{count, plural, one {Es ist # Sicherheitsschlüssel eingesteckt.} other {Es sind # Sicherheitsschlüssel eingesteckt.}}}}',
    next: 'Wählen Sie den Schlüssel aus, oder lassen Sie nur einen stecken.',
    command:
      'Wählen Sie den Schlüssel aus: mit --key NAME, oder mit --key touch und einer Berührung. Oder lassen Sie nur einen stecken.',
  },
  'key-not-found': {
    message: 'Der Sicherheitsschlüssel „{keyId}“ ist nicht eingesteckt.',
    next: 'Stecken Sie ihn ein, oder wählen Sie einen Schlüssel aus der Liste.',
    command: 'Stecken Sie ihn ein, oder wählen Sie einen der Schlüssel, die dieser Befehl zeigt: keydesk keys list.',
  },
  'key-not-fido2': {
    message: 'Dieses Gerät unterstützt FIDO2 nicht.',
    next: 'Verwenden Sie einen Sicherheitsschlüssel mit FIDO2. Ältere Schlüssel, die nur U2F können, speichern keine Passkeys.',
  },
  'key-access-denied': {
    message: 'Das Betriebssystem erlaubt Keydesk nicht, diesen Sicherheitsschlüssel zu öffnen.',
    next: '{platform, select, linux {Installieren Sie die udev-Regel, die mit Keydesk kommt (70-keydesk.rules), und stecken Sie den Schlüssel neu ein.} win32 {Starten Sie Keydesk als Administrator: Windows lässt andere Programme keine Sicherheitsschlüssel verwenden.} other {Erlauben Sie Keydesk in den Systemeinstellungen, Eingabegeräte zu verwenden, und stecken Sie den Schlüssel neu ein.}}',
  },
  'key-busy': {
    message: 'Ein anderes Programm verwendet diesen Sicherheitsschlüssel.',
    next: 'Schließen Sie Browser und andere Programme, die den Schlüssel verwenden, und versuchen Sie es noch einmal.',
  },
  'key-in-use': {
    message: 'Ein anderes Fenster von Keydesk verwendet diesen Sicherheitsschlüssel.',
    next: 'Beenden Sie den Vorgang in dem anderen Fenster oder Befehl von Keydesk, oder brechen Sie ihn ab. Versuchen Sie es dann noch einmal.',
  },
  'key-changed': {
    message:
      'Der Sicherheitsschlüssel wurde abgezogen, während Keydesk auf ihn wartete, und an seiner Stelle könnte ein anderer stecken. Keydesk hat an diesem Schlüssel nichts geändert.',
    next: 'Wählen Sie den Schlüssel noch einmal aus und beginnen Sie von vorn.',
  },
  'usb-unavailable': {
    message: 'Keydesk kann nicht über USB nach Sicherheitsschlüsseln suchen.',
    next: 'Starten Sie den Computer neu. Hilft das nicht, installieren Sie Keydesk neu.',
  },
  'practice-key-damaged': {
    message:
      '{file, select, null {Die Datei des Übungsschlüssels ist beschädigt.} other {Die Datei des Übungsschlüssels ist beschädigt: {file}.}}',
    next: 'Verschieben oder löschen Sie die Datei und starten Sie den Übungsmodus neu. Keydesk legt dann einen neuen Übungsschlüssel an.',
  },
  'key-silent': {
    message: 'Der Sicherheitsschlüssel antwortet nicht.',
    next: 'Ziehen Sie den Schlüssel ab, stecken Sie ihn wieder ein und versuchen Sie es noch einmal.',
  },
  'key-removed': {
    message: 'Der Sicherheitsschlüssel wurde abgezogen.',
    next: 'Stecken Sie ihn wieder ein und versuchen Sie es noch einmal. Keydesk macht dort weiter, wo es aufgehört hat.',
  },
  'key-host-crashed': {
    message:
      'Der Teil von Keydesk, der mit Sicherheitsschlüsseln kommuniziert, ist ausgefallen und wurde neu gestartet.',
    next: 'Versuchen Sie es noch einmal. Geschieht es nur mit einem Schlüssel, verwenden Sie einen anderen.',
  },
  'key-full': {
    message: 'Auf dem Sicherheitsschlüssel ist kein Platz für einen weiteren Passkey.',
    next: 'Löschen Sie einen Passkey, der nicht mehr gebraucht wird, oder verwenden Sie einen anderen Schlüssel.',
  },
  'key-lacks-capability': {
    message:
      '{what, select, null {{status, select, null {Der Sicherheitsschlüssel hat einen Befehl abgelehnt, den Keydesk braucht.} other {Der Sicherheitsschlüssel hat einen Befehl abgelehnt, den Keydesk braucht ({status}).}}} uv {Dieser Sicherheitsschlüssel kann seinen Benutzer nicht selbst überprüfen, etwa mit einem Fingerabdruck.} pinUvAuthProtocol {Dieser Sicherheitsschlüssel unterstützt kein PIN-Protokoll, das Keydesk kennt.} perCredMgmtRO {Dieser Sicherheitsschlüssel bietet keinen reinen Lesezugriff auf die Liste seiner Passkeys.} credMgmt {Dieser Sicherheitsschlüssel kann seine Passkeys nicht auflisten.} bioEnroll {Dieser Sicherheitsschlüssel kann keine Fingerabdrücke verwalten.} largeBlobs {Dieser Sicherheitsschlüssel kann keine großen Datenblöcke speichern.} updateUserInformation {Dieser Sicherheitsschlüssel kann den Namen eines Benutzers nicht ändern.} rk {Dieser Sicherheitsschlüssel unterstützt keine residenten Anmeldeinformationen.} clientPin {Dieser Sicherheitsschlüssel unterstützt keine PIN.} algorithms {Dieser Sicherheitsschlüssel unterstützt keinen der angeforderten Signaturalgorithmen.} credProtect {Dieser Sicherheitsschlüssel unterstützt credProtect nicht.} authnrCfg {Die Einstellungen dieses Sicherheitsschlüssels lassen sich nicht ändern.} setMinPINLength {Dieser Sicherheitsschlüssel kann seine Mindestlänge der PIN nicht ändern.} forcePINChange {Dieser Sicherheitsschlüssel kann keine Änderung der PIN verlangen.} minPinLength {Dieser Sicherheitsschlüssel kann Websites seine Mindestlänge der PIN nicht mitteilen.} alwaysUv {Dieser Sicherheitsschlüssel lässt sich nicht so einstellen, dass er bei jeder Anmeldung nach PIN oder Fingerabdruck fragt.} enterpriseAttestation {Dieser Sicherheitsschlüssel unterstützt keine Unternehmensattestierung (Enterprise Attestation).} resetOverUsb {Dieser Sicherheitsschlüssel lässt sich nicht über USB zurücksetzen, und das Profil setzt ihn vorher zurück.} pin {Dieser Sicherheitsschlüssel nimmt keine PIN mit der Länge des Profils an.} minPinLengthValue {Dieser Sicherheitsschlüssel nimmt die Mindestlänge der PIN aus dem Profil nicht an.} other {Dieser Sicherheitsschlüssel unterstützt {what} nicht.}}',
    next: '{what, select, null {Ziehen Sie den Schlüssel ab, stecken Sie ihn wieder ein und versuchen Sie es noch einmal. Lehnt der Schlüssel den Befehl wieder ab, verwenden Sie einen anderen Schlüssel.} other {Verwenden Sie einen Schlüssel, der das unterstützt. Für einen Passkey braucht ein Schlüssel FIDO2 mit residenten Anmeldeinformationen und eine PIN.}}',
  },
  'key-cannot-blink': {
    message: 'Dieser Sicherheitsschlüssel kann nicht auf Anforderung blinken.',
    next: 'Um herauszufinden, welcher es ist, ziehen Sie die anderen Schlüssel ab.',
  },
  'key-cannot-list': {
    message:
      'Dieser Sicherheitsschlüssel unterstützt die Befehle nicht, mit denen Keydesk Passkeys auflistet und löscht.',
    next: 'Das Anlegen von Passkeys und die Anmeldung funktionieren trotzdem. Versuchen Sie es mit der Software des Herstellers, oder setzen Sie den Schlüssel zurück, um alles darauf zu löschen.',
  },
  'key-not-by-touch': {
    message: 'Dieser Sicherheitsschlüssel lässt sich nicht durch Berühren auswählen.',
    next: 'Wählen Sie ihn in der Liste aus.',
    command: '{keyId, select, null {Nennen Sie ihn: --key NAME.} other {Nennen Sie ihn: --key {keyId}.}}',
  },
  'key-model-refused': {
    message:
      '{model, select, null {Die FIDO Alliance warnt vor diesem Modell.} other {{status, select, null {Die FIDO Alliance warnt vor diesem Modell, „{model}“.} other {Die FIDO Alliance warnt vor diesem Modell, „{model}“: {status}.}}}}',
    next: 'Verwenden Sie ein anderes Modell. Auf diesen Schlüssel wurde nichts geschrieben.',
  },
  'key-reply-damaged': {
    message: 'Der Sicherheitsschlüssel hat eine Antwort gesendet, die Keydesk nicht lesen kann.',
    next: 'Ziehen Sie den Schlüssel ab, stecken Sie ihn wieder ein und versuchen Sie es noch einmal.',
  },
  'key-wrong-channel': {
    message: 'Der Sicherheitsschlüssel hat eine unerwartete Antwort gesendet.',
    next: 'Ziehen Sie den Schlüssel ab, stecken Sie ihn wieder ein und versuchen Sie es noch einmal.',
  },
  'key-status': {
    message:
      '{status, select, null {Der Sicherheitsschlüssel hat die Anforderung abgelehnt.} other {Der Sicherheitsschlüssel hat die Anforderung mit {status} abgelehnt.}}',
    next: 'Ziehen Sie den Schlüssel ab, stecken Sie ihn wieder ein und versuchen Sie es noch einmal.',
  },
  'reset-other-key': {
    message:
      'Es wurde ein anderer Sicherheitsschlüssel eingesteckt als der, der abgezogen wurde. Es wurde nichts gelöscht.',
    next: 'Ziehen Sie ihn ab und beginnen Sie das Zurücksetzen mit dem richtigen Schlüssel von vorn.',
  },
  'reset-too-late': {
    message:
      'Der Schlüssel lässt sich nur innerhalb von zehn Sekunden nach dem Einstecken zurücksetzen. Es wurde nichts gelöscht.',
    next: 'Beginnen Sie von vorn und berühren Sie den Schlüssel, sobald er eingesteckt ist.',
  },
  'reset-uncertain': {
    message:
      '{reason, select, key_removed {Der Sicherheitsschlüssel wurde abgezogen, bevor er das Zurücksetzen bestätigt hat. Vielleicht wurde er gelöscht, vielleicht nicht.} key_host_crashed {Der Teil von Keydesk, der mit Sicherheitsschlüsseln kommuniziert, ist ausgefallen, bevor der Schlüssel das Zurücksetzen bestätigt hat. Vielleicht wurde der Schlüssel gelöscht, vielleicht nicht.} other {Der Sicherheitsschlüssel hat das Zurücksetzen nicht bestätigt. Vielleicht wurde er gelöscht, vielleicht nicht.}}',
    next: 'Stecken Sie den Schlüssel ein und prüfen Sie: Ein gelöschter Schlüssel hat keine PIN und keine Passkeys. Hat er sie noch, beginnen Sie von vorn. Hat er sie nicht mehr, löschen Sie den Passkey seines Benutzers.',
  },
  'reset-not-confirmed': {
    message: 'Der Name stimmt nicht überein; es wurde nichts gelöscht.',
    next: 'Geben Sie den Namen des Schlüssels ein: „{name}“.',
    command: 'Bestätigen Sie mit dem Namen des Schlüssels: --confirm "{name}".',
  },
  'reset-not-over-usb': {
    message:
      '{transports, select, null {Dieser Sicherheitsschlüssel lässt sich nicht über USB zurücksetzen. Es wurde nichts gelöscht.} other {Dieser Sicherheitsschlüssel lässt sich nicht über USB zurücksetzen, nur über {transports}. Es wurde nichts gelöscht.}}',
    next: 'Setzen Sie ihn mit der Software des Herstellers zurück.',
  },
};
