import type { credentialErrors as en } from '../en/credentialErrors.ts';
import type { Translation } from '../types.ts';

export const credentialErrors: Translation<typeof en> = {
  'credential-not-found': {
    message: 'Dieser Passkey ist nicht auf dem Schlüssel.',
    next: 'Listen Sie die Passkeys des Schlüssels noch einmal auf.',
    command: 'Listen Sie die Passkeys des Schlüssels noch einmal auf: keydesk keys credentials list.',
  },
  'credential-excluded': {
    message: 'Auf diesem Schlüssel ist schon ein Passkey von „{user}“.',
    next: 'Verwenden Sie einen anderen Schlüssel, oder löschen Sie zuerst den vorhandenen Passkey.',
  },
  'registration-unknown': {
    message: 'Microsoft Entra ID hat nicht mitgeteilt, ob dieser Passkey registriert wurde.',
    next: 'Der Passkey bleibt auf dem Schlüssel. Keydesk prüft es automatisch noch einmal. Unter „Nicht abgeschlossene Einrichtungen“ können Sie ihn sofort fertigstellen.',
    command:
      'Der Passkey bleibt auf dem Schlüssel. Keydesk prüft es automatisch noch einmal. So stellen Sie ihn sofort fertig: keydesk enrollments finish.',
  },
  'passkey-unproven': {
    message:
      'Microsoft Entra ID hat einen Passkey von „{user}“ auf einem anderen Sicherheitsschlüssel, oder hat ihn vielleicht: „{name}“. Die Einrichtung wurde unterbrochen, bevor dieser Schlüssel ihn nachgewiesen hat.',
    next: 'Stecken Sie denselben Schlüssel ein: Keydesk stellt den Passkey fertig. Ist dieser Schlüssel nicht mehr da, löschen Sie den Passkey auf der Registerkarte Passkeys des Benutzers und verwerfen Sie die Einrichtung unter „Nicht abgeschlossene Einrichtungen“. Nehmen Sie dann einen anderen Schlüssel.',
    command:
      'Stecken Sie denselben Schlüssel ein: Keydesk stellt den Passkey fertig. Ist dieser Schlüssel nicht mehr da, löschen Sie den Passkey (keydesk passkeys delete) und verwerfen Sie die Einrichtung (keydesk enrollments discard). Nehmen Sie dann einen anderen Schlüssel.',
  },
  'enrollment-running': {
    message: 'Für diesen Benutzer läuft schon eine Einrichtung.',
    next: 'Warten Sie, bis sie endet, oder brechen Sie sie ab; versuchen Sie es dann noch einmal.',
  },
  'unfinished-not-found': {
    message: 'Es gibt keine nicht abgeschlossene Einrichtung mit dieser ID. Vielleicht ist sie schon erledigt.',
    next: 'Aktualisieren Sie die Liste.',
    command: 'Listen Sie die nicht abgeschlossenen Einrichtungen noch einmal auf: keydesk enrollments list.',
  },
  'unfinished-in-use': {
    message: 'Ein anderes Fenster oder ein anderer Befehl von Keydesk bearbeitet diese Einrichtung.',
    next: 'Warten Sie, bis das beendet ist, und aktualisieren Sie dann die Liste.',
    command:
      'Warten Sie, bis das beendet ist, und listen Sie dann die nicht abgeschlossenen Einrichtungen noch einmal auf: keydesk enrollments list.',
  },
  'unfinished-other-key': {
    message: 'Der eingesteckte Schlüssel ist nicht der Schlüssel dieser Einrichtung.',
    next: 'Stecken Sie den verwendeten Schlüssel ein und wählen Sie noch einmal „Fertigstellen“. Wurde der Schlüssel inzwischen zurückgesetzt, verwerfen Sie den Eintrag.',
    command:
      'Stecken Sie den verwendeten Schlüssel ein und führen Sie keydesk enrollments finish noch einmal aus. Wurde der Schlüssel inzwischen zurückgesetzt, verwerfen Sie den Eintrag (keydesk enrollments discard).',
  },
  'unfinished-not-here': {
    message:
      'Auf dem eingesteckten Schlüssel ist nichts von dieser Einrichtung. Er hat keine Seriennummer, deshalb kann Keydesk nicht feststellen, ob es der verwendete Schlüssel ist.',
    next: 'Wenn es der verwendete Schlüssel ist, verwerfen Sie den Eintrag; mehr ist nicht zu tun. Wenn nicht, stecken Sie den verwendeten Schlüssel ein und stellen Sie die Einrichtung fertig.',
    command:
      'Wenn es der verwendete Schlüssel ist, verwerfen Sie den Eintrag (keydesk enrollments discard); mehr ist nicht zu tun. Wenn nicht, stecken Sie den verwendeten Schlüssel ein und führen Sie keydesk enrollments finish noch einmal aus.',
  },
  'unfinished-other-tenant': {
    message: 'Diese Einrichtung wurde in „{tenant}“ begonnen, und Keydesk ist mit einem anderen Mandanten verbunden.',
    next: 'Wählen Sie die Verbindung zu diesem Mandanten und stellen Sie die Einrichtung dann fertig, oder verwerfen Sie sie.',
    command:
      'Wechseln Sie zur Verbindung dieses Mandanten (keydesk connection use) und stellen Sie die Einrichtung dann fertig, oder verwerfen Sie sie.',
  },
  'unfinished-removed': {
    message: 'Microsoft Entra ID hat diesen Passkey nie registriert. Keydesk hat ihn vom Schlüssel entfernt.',
    next: 'Richten Sie den Schlüssel noch einmal ein, wenn der Benutzer noch einen Passkey braucht.',
  },
  'unfinished-registered': {
    message: 'Microsoft Entra ID hat diesen Passkey. Der Eintrag ist erledigt.',
    next: 'Sehen Sie auf der Registerkarte „Passkeys“ des Benutzers nach.',
    command: 'Um ihn zu sehen, listen Sie die Passkeys des Benutzers auf: keydesk passkeys list.',
  },
  'unfinished-nothing-left': {
    message: 'Auf dem Schlüssel ist nichts von dieser Einrichtung. Der Eintrag ist erledigt.',
    next: 'Richten Sie den Schlüssel noch einmal ein, wenn der Benutzer noch einen Passkey braucht.',
  },
  'unfinished-left': {
    message:
      'Auf dem Schlüssel ist ein Passkey dieses Benutzers, und nichts zeigt, ob er zu dieser Einrichtung gehört. Es wurde nichts entfernt.',
    next: 'Sehen Sie auf der Registerkarte „Passkeys“ des Benutzers nach. Steht der Passkey dort nicht, richten Sie den Benutzer auf diesem Schlüssel noch einmal ein, was den Passkey ersetzt, oder löschen Sie ihn unter „Sicherheitsschlüssel“, „Passkeys auf diesem Schlüssel“. In beiden Fällen ist dieser Eintrag erledigt.',
    command:
      'Listen Sie die Passkeys des Benutzers auf (keydesk passkeys list). Ist der Passkey nicht dabei, richten Sie den Benutzer auf diesem Schlüssel noch einmal ein, was den Passkey ersetzt, oder löschen Sie ihn vom Schlüssel (keydesk keys credentials delete). In beiden Fällen ist dieser Eintrag erledigt.',
  },
  'touch-timeout': {
    message: 'Der Schlüssel wurde nicht rechtzeitig berührt.',
    next: 'Beginnen Sie von vorn und berühren Sie den Schlüssel, wenn er blinkt.',
  },
  'touch-denied': {
    message: 'Die Anforderung wurde am Schlüssel abgelehnt, oder der Schlüssel wurde nicht rechtzeitig berührt.',
    next: 'Beginnen Sie von vorn und berühren Sie den Schlüssel, wenn er blinkt.',
  },
  'wrong-rp-id-hash': {
    message: 'Der Schlüssel hat einen Passkey für eine andere Website als die angeforderte angelegt.',
    next: 'Der Passkey wurde nicht registriert. Geben Sie diesen Schlüssel nicht aus; verwenden Sie einen anderen.',
  },
  'attestation-invalid': {
    message:
      '{why, select, null {Die Attestierung dieses Schlüssels ist ungültig.} other {Die Attestierung dieses Schlüssels ist ungültig. {why}}}',
    next: 'Der Passkey wurde nicht registriert. Geben Sie diesen Schlüssel nicht aus; verwenden Sie einen anderen.',
  },
  'attestation-untrusted': {
    message:
      'Der Schlüssel gibt sich als „{model}“ aus, aber sein Attestierungszertifikat führt zu keinem Stammzertifikat dieses Modells.',
    next: 'Der Passkey wurde nicht registriert. Geben Sie diesen Schlüssel nicht aus; verwenden Sie einen anderen.',
  },
  'attestation-expired': {
    message:
      '{from, select, null {Das Attestierungszertifikat des Schlüssels ist heute nicht gültig.} other {Das Attestierungszertifikat des Schlüssels ist heute nicht gültig, sondern von {from} bis {until}.}}',
    next: 'Der Passkey wurde nicht registriert. Verwenden Sie einen anderen Schlüssel und wenden Sie sich wegen dieses Schlüssels an den Hersteller.',
  },
  'attestation-unproven': {
    message:
      '{demanded, select, true {Die Passkey-Richtlinie verlangt eine Attestierung, und Keydesk kann die Attestierung dieses Schlüssels nicht prüfen. {why}} other {Keydesk kann die Attestierung dieses Schlüssels nicht prüfen. {why}}}',
    next: '{demanded, select, true {Der Passkey wurde nicht registriert. Verwenden Sie einen Schlüssel mit einer Attestierung im Format „packed“, oder aktualisieren Sie Keydesk, wenn es eine neuere Version gibt.} other {Die Einrichtung geht weiter, und Microsoft Entra ID entscheidet. Laden Sie unter „Einstellungen“ die neueste Liste der Schlüsselmodelle.}}',
    command:
      '{demanded, select, true {Der Passkey wurde nicht registriert. Verwenden Sie einen Schlüssel mit einer Attestierung im Format „packed“, oder aktualisieren Sie Keydesk, wenn es eine neuere Version gibt.} other {Die Einrichtung geht weiter, und Microsoft Entra ID entscheidet. Laden Sie die neueste Liste der Schlüsselmodelle (keydesk metadata update).}}',
  },
  'credential-invalid': {
    message:
      '{why, select, null {Der Passkey, den der Schlüssel angelegt hat, ist ungültig.} other {Der Passkey, den der Schlüssel angelegt hat, ist ungültig. {why}}}',
    next: 'Er wurde nicht registriert. Versuchen Sie es noch einmal. Tritt es wieder auf, verwenden Sie einen anderen Schlüssel.',
  },
  'proof-failed': {
    message:
      '{why, select, null {Der Passkey ist registriert, aber der Schlüssel konnte sich damit nicht anmelden.} other {Der Passkey ist registriert, aber der Schlüssel konnte sich damit nicht anmelden. {why}}}',
    next: 'Löschen Sie den Passkey auf der Registerkarte „Passkeys“ und richten Sie den Schlüssel noch einmal ein.',
    command: 'Löschen Sie den Passkey (keydesk passkeys delete) und richten Sie den Schlüssel noch einmal ein.',
  },
};
