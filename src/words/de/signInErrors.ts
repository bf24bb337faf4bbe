import type { signInErrors as en } from '../en/signInErrors.ts';
import type { Translation } from '../types.ts';

export const signInErrors: Translation<typeof en> = {
  'connection-not-found': {
    message: 'Diese Verbindung gibt es nicht.',
    next: 'Sehen Sie in der Liste unter „Einstellungen“, „Verbindungen“ nach.',
    command: 'Listen Sie die Verbindungen auf: keydesk connection list.',
  },
  'connection-incomplete': {
    message:
      '{what, select, client_id {Der Verbindung fehlt die Client-ID.} sign_in {Der Verbindung fehlt die Art der Anmeldung.} other {Die Verbindung ist unvollständig.}}',
    next: 'Bearbeiten Sie sie unter „Einstellungen“, „Verbindungen“.',
    command: 'Entfernen Sie sie (keydesk connection remove) und fügen Sie sie neu hinzu (keydesk connection add).',
  },
  'connection-busy': {
    message: 'Gerade wird ein Passkey angelegt. Deshalb lässt sich die Verbindung jetzt nicht ändern.',
    next: 'Warten Sie, bis das beendet ist, oder brechen Sie es ab; versuchen Sie es dann noch einmal.',
  },
  'login-unreachable': {
    message:
      '{host, select, null {Die Microsoft-Anmeldung ist nicht erreichbar.} other {Die Anmeldung bei {host} ist nicht erreichbar.}}',
    next: 'Prüfen Sie das Netzwerk und die Cloud der Verbindung unter „Einstellungen“ und versuchen Sie es noch einmal.',
    command:
      'Prüfen Sie das Netzwerk (keydesk network) und versuchen Sie es noch einmal. Hat die Verbindung die falsche Cloud, entfernen Sie sie und fügen Sie sie mit --cloud neu hinzu.',
  },
  'login-untrusted': {
    message:
      '{reason, select, null {{host, select, null {Dem Zertifikat der Anmeldung wird nicht vertraut. Keydesk hat nichts gesendet.} other {Dem Zertifikat von {host} wird nicht vertraut. Keydesk hat nichts gesendet.}}} other {{host, select, null {Dem Zertifikat der Anmeldung wird nicht vertraut ({reason}). Keydesk hat nichts gesendet.} other {Dem Zertifikat von {host} wird nicht vertraut ({reason}). Keydesk hat nichts gesendet.}}}}',
    next: 'Prüfen Sie die Uhr dieses Computers. Wenn Ihr Unternehmen TLS-Inspektion verwendet, fügen Sie dessen Stammzertifikat dem Zertifikatspeicher des Systems oder KEYDESK_CA_FILE hinzu (docs/network.md).',
  },
  'tenant-unknown': {
    message: 'Microsoft Entra ID kennt den Mandanten „{tenant}“ nicht.',
    next: 'Kopieren Sie die Mandanten-ID im Entra Admin Center aus der „Übersicht“, prüfen Sie die Cloud und bearbeiten Sie die Verbindung unter „Einstellungen“, „Verbindungen“.',
    command:
      'Kopieren Sie die Mandanten-ID im Entra Admin Center aus der „Übersicht“ und prüfen Sie die Cloud. Entfernen Sie dann die Verbindung und fügen Sie sie neu hinzu (keydesk connection add).',
  },
  'client-unknown': {
    message: 'Der Mandant hat keine App-Registrierung mit der Client-ID „{clientId}“.',
    next: 'Kopieren Sie die Anwendungs-ID (Client) im Entra Admin Center aus „App-Registrierungen“. Die Registrierung muss in diesem Mandanten sein.',
  },
  'public-client-off': {
    message: 'Die App-Registrierung erlaubt einer Desktop-App nicht, Personen mit einem Code anzumelden.',
    next: 'Stellen Sie im Entra Admin Center unter „App-Registrierungen“, „Authentifizierung“ die Option „Öffentliche Clientflows zulassen“ auf „Ja“.',
  },
  'redirect-missing': {
    message: 'Die App-Registrierung enthält die Umleitungsadresse von Keydesk nicht.',
    next: 'Fügen Sie im Entra Admin Center unter „App-Registrierungen“, „Authentifizierung“ die Plattform „Mobile und Desktopanwendungen“ mit der Umleitung http://localhost hinzu.',
  },
  'consent-missing': {
    message: 'Den Berechtigungen der App-Registrierung hat noch kein Administrator zugestimmt.',
    next: 'Bitten Sie einen Administrator, die Administratoreinwilligung zu erteilen (der Link steht in der Einrichtung der Verbindung), und melden Sie sich dann neu an.',
    command:
      'Bitten Sie einen Administrator, im Entra Admin Center unter „App-Registrierungen“, „API-Berechtigungen“ die Administratoreinwilligung zu erteilen. Melden Sie sich dann neu an (keydesk connection sign-in).',
  },
  'sign-in-stronger': {
    message:
      '{stsMessage, select, null {Der Mandant verlangt eine neuere oder stärkere Anmeldung (bedingter Zugriff).} other {Der Mandant verlangt eine neuere oder stärkere Anmeldung (bedingter Zugriff): „{stsMessage}“}}',
    next: 'Melden Sie sich unter „Einstellungen“, „Verbindungen“ neu an. Meldet sich die App selbst an, bitten Sie einen Administrator, die Richtlinien für bedingten Zugriff für Workloadidentitäten zu prüfen.',
    command:
      'Melden Sie sich neu an (keydesk connection sign-in). Meldet sich die App selbst an, bitten Sie einen Administrator, die Richtlinien für bedingten Zugriff für Workloadidentitäten zu prüfen.',
  },
  'mfa-required': {
    message: 'Der Mandant verlangt Multi-Faktor-Authentifizierung, oder er verlangt sie noch einmal.',
    next: 'Melden Sie sich unter „Einstellungen“, „Verbindungen“ neu an und bestätigen Sie mit dem zweiten Faktor.',
    command: 'Melden Sie sich neu an (keydesk connection sign-in) und bestätigen Sie mit dem zweiten Faktor.',
  },
  'sign-in-needed': {
    message: 'Bei dieser Verbindung ist niemand angemeldet.',
    next: 'Melden Sie sich unter „Einstellungen“, „Verbindungen“ an.',
    command:
      'Melden Sie sich an: keydesk connection sign-in. An der Befehlszeile bleibt eine Anmeldung nur erhalten, wenn KEYDESK_SEALING_KEY gesetzt ist.',
  },
  'sign-in-ended': {
    message:
      'Die Anmeldung wurde inzwischen beendet: Jemand hat sich ab- oder neu angemeldet oder die Verbindung geändert oder entfernt. Keydesk verwendet die verspätete Antwort nicht.',
    next: 'Versuchen Sie es noch einmal. Sind Sie nicht angemeldet, melden Sie sich unter „Einstellungen“, „Verbindungen“ an.',
    command:
      'Versuchen Sie es noch einmal. Sind Sie nicht angemeldet, melden Sie sich zuerst an (keydesk connection sign-in).',
  },
  'sign-in-expired': {
    message: 'Die Anmeldung ist abgelaufen oder wurde widerrufen.',
    next: 'Melden Sie sich unter „Einstellungen“, „Verbindungen“ neu an.',
    command: 'Melden Sie sich neu an: keydesk connection sign-in.',
  },
  'sign-in-timeout': {
    message: 'Die Anmeldung wurde nicht rechtzeitig abgeschlossen.',
    next: 'Beginnen Sie von vorn. Wenn der Browser einen Fehler gezeigt hat, sagt dessen Nummer, was in der App-Registrierung zu korrigieren ist.',
  },
  'sign-in-declined': {
    message: 'Die Anmeldung wurde im Browser abgebrochen.',
    next: 'Beginnen Sie von vorn, um sich anzumelden.',
    command: 'Beginnen Sie von vorn, um sich anzumelden: keydesk connection sign-in.',
  },
  'sign-in-refused': {
    message: 'Microsoft Entra ID hat die Anmeldung abgelehnt.',
    next: 'Lesen Sie die Meldung. Das Anmeldeprotokoll des Mandanten zeigt mehr unter der Korrelations-ID.',
  },
  'browser-unavailable': {
    message: 'Auf diesem Computer ließ sich kein Browser öffnen.',
    next: 'Melden Sie sich stattdessen mit einem Gerätecode auf einem anderen Gerät an.',
    command: 'Melden Sie sich stattdessen mit einem Gerätecode auf einem anderen Gerät an (--device-code).',
  },
  'sign-in-port-unavailable': {
    message: 'Auf diesem Computer ist kein Port frei, um die Antwort des Browsers zu empfangen.',
    next: 'Schließen Sie Programme, die viele Verbindungen verwenden, oder melden Sie sich mit einem Gerätecode an.',
    command:
      'Schließen Sie Programme, die viele Verbindungen verwenden, oder melden Sie sich mit einem Gerätecode an (--device-code).',
  },
  'clock-skewed': {
    message:
      '{minutes, select, null {Die Uhr dieses Computers geht falsch; deshalb wird die Anmeldung abgelehnt.} other {{minutes, plural, one {Die Uhr dieses Computers geht um # Minute falsch; deshalb wird die Anmeldung abgelehnt.} other {Die Uhr dieses Computers geht um # Minuten falsch; deshalb wird die Anmeldung abgelehnt.}}}}',
    next: 'Stellen Sie Datum, Uhrzeit und Zeitzone dieses Computers ein und versuchen Sie es noch einmal.',
  },
  'secret-sealed-earlier': {
    message:
      'Das Geheimnis dieser Verbindung wurde von einer früheren Version von Keydesk versiegelt, in einem Format, das nicht zeigt, ob die Datei ausgetauscht wurde. Keydesk verwendet es nicht.',
    next: 'Melden Sie sich unter „Einstellungen“, „Verbindungen“ neu an, oder geben Sie dort den geheimen Clientschlüssel oder das Zertifikat noch einmal ein. Die neue Datei ersetzt die alte.',
    command:
      'Melden Sie sich neu an (keydesk connection sign-in), oder legen Sie den geheimen Clientschlüssel oder das Zertifikat noch einmal fest (keydesk connection credential). Die neue Datei ersetzt die alte.',
  },
  'secret-unsealable': {
    message:
      'Das Geheimnis dieser Verbindung lässt sich nicht entsiegeln: Der Schlüsselbund des Systems ist gesperrt, es wurde mit einem anderen Schlüssel versiegelt, oder es ist beschädigt. Keydesk ändert es nicht.',
    next: 'Entsperren Sie den Schlüsselbund, oder starten Sie Keydesk mit dem KEYDESK_SEALING_KEY, der es versiegelt hat, und versuchen Sie es noch einmal. Andernfalls melden Sie sich unter „Einstellungen“, „Verbindungen“ neu an, oder geben Sie dort das Geheimnis noch einmal ein.',
    command:
      'Entsperren Sie den Schlüsselbund, oder führen Sie den Befehl mit dem KEYDESK_SEALING_KEY aus, der das Geheimnis versiegelt hat. Andernfalls melden Sie sich neu an (keydesk connection sign-in), oder legen Sie das Geheimnis noch einmal fest (keydesk connection credential).',
  },
  'credential-missing': {
    message:
      '{what, select, certificate {Auf diesem Computer gibt es kein Zertifikat für diese Verbindung.} other {Auf diesem Computer gibt es keinen geheimen Clientschlüssel für diese Verbindung.}}',
    next: '{what, select, certificate {Geben Sie es unter „Einstellungen“, „Verbindungen“ ein.} other {Geben Sie ihn unter „Einstellungen“, „Verbindungen“ ein.}}',
    command:
      '{what, select, certificate {Setzen Sie KEYDESK_CLIENT_CERTIFICATE, oder legen Sie das Zertifikat fest mit: keydesk connection credential.} other {Setzen Sie KEYDESK_CLIENT_SECRET, oder legen Sie den geheimen Clientschlüssel fest mit: keydesk connection credential.}}',
  },
  'client-secret-refused': {
    message: 'Der geheime Clientschlüssel ist falsch.',
    next: 'Geben Sie den Wert ein, nicht die ID, oder erstellen Sie im Entra Admin Center unter „App-Registrierungen“, „Zertifikate & Geheimnisse“ einen neuen.',
  },
  'client-secret-expired': {
    message: 'Der geheime Clientschlüssel ist abgelaufen.',
    next: 'Erstellen Sie im Entra Admin Center unter „App-Registrierungen“, „Zertifikate & Geheimnisse“ einen neuen und geben Sie ihn unter „Einstellungen“, „Verbindungen“ ein.',
    command:
      'Erstellen Sie im Entra Admin Center unter „App-Registrierungen“, „Zertifikate & Geheimnisse“ einen neuen und legen Sie ihn fest mit: keydesk connection credential.',
  },
  'certificate-unreadable': {
    message:
      '{why, select, null {Das Zertifikat ist nicht verwendbar.} other {Das Zertifikat ist nicht verwendbar. {why}}}',
    next: 'Geben Sie einen PEM-Text mit einem RSA-Zertifikat und seinem privaten Schlüssel ohne Passphrase an.',
  },
  'certificate-refused': {
    message: 'Microsoft Entra ID kennt dieses Zertifikat nicht.',
    next: 'Laden Sie das Zertifikat (ohne seinen Schlüssel) im Entra Admin Center unter „App-Registrierungen“, „Zertifikate & Geheimnisse“ hoch.',
  },
  'certificate-expired': {
    message:
      '{notAfter, select, null {Das Zertifikat ist abgelaufen.} other {Das Zertifikat ist am {notAfter} abgelaufen.}}',
    next: 'Erstellen Sie ein neues, laden Sie es im Entra Admin Center unter „App-Registrierungen“, „Zertifikate & Geheimnisse“ hoch und fügen Sie es der Verbindung unter „Einstellungen“, „Verbindungen“ hinzu.',
    command:
      'Erstellen Sie ein neues, laden Sie es im Entra Admin Center unter „App-Registrierungen“, „Zertifikate & Geheimnisse“ hoch und legen Sie es fest mit: keydesk connection credential.',
  },
  'secrets-unwritable': {
    message: 'Das Geheimnis konnte nicht in „{folder}“ gespeichert werden.',
    next: 'Schaffen Sie Speicherplatz und stellen Sie sicher, dass Sie in den Ordner schreiben dürfen; versuchen Sie es dann noch einmal.',
  },
  'secrets-unreadable': {
    message: 'Die Geheimnisse in „{folder}“ sind nicht lesbar. Keydesk ändert sie nicht.',
    next: 'Stellen Sie sicher, dass Sie den Ordner lesen dürfen, und prüfen Sie den Datenträger; versuchen Sie es dann noch einmal.',
  },
  'permission-missing': {
    message:
      '{insufficient, select, null {Die Berechtigung {permission} fehlt.} other {Die Berechtigung {permission} fehlt. {insufficient} reicht nicht: Darin sind weder Abteilung, Position und Personalnummer enthalten noch Änderungen.}}',
    next: '{app, select, true {Fügen Sie sie im Entra Admin Center unter „App-Registrierungen“, „API-Berechtigungen“ als Anwendungsberechtigung von Microsoft Graph hinzu, erteilen Sie die Administratoreinwilligung und melden Sie sich neu an.} other {Fügen Sie sie im Entra Admin Center unter „App-Registrierungen“, „API-Berechtigungen“ als delegierte Berechtigung von Microsoft Graph hinzu, erteilen Sie die Administratoreinwilligung und melden Sie sich neu an.}}',
  },
  'role-missing': {
    message:
      '{user, select, null {{reader, select, null {{name, select, null {Die angemeldete Person hat nicht die Rolle {role}.} other {„{name}“ hat nicht die Rolle {role}.}}} other {{name, select, null {Die angemeldete Person hat nicht die Rolle {role}. {reader} kann Erstellungsoptionen anfordern, aber keinen Passkey damit registrieren.} other {„{name}“ hat nicht die Rolle {role}. {reader} kann Erstellungsoptionen anfordern, aber keinen Passkey damit registrieren.}}}}} other {„{user}“ hat in Microsoft Entra ID eine Administratorrolle. Um Passkeys für diese Person zu registrieren, braucht die Anmeldung die Rolle {role}, und die hat sie nicht.}}',
    next: '{reader, select, null {Weisen Sie sie im Entra Admin Center unter „Rollen und Administratoren“ zu, für den Mandanten oder für eine Verwaltungseinheit, und melden Sie sich neu an.} other {Weisen Sie sie im Entra Admin Center unter „Rollen und Administratoren“ zu und melden Sie sich neu an. Keydesk kann eine Rolle nicht sehen, die auf eine Verwaltungseinheit beschränkt ist: Ist sie zugewiesen, zeigt eine Einrichtung, ob sie ausreicht.}}',
  },
  'user-outside-unit': {
    message: '„{user}“ gehört nicht zu der Verwaltungseinheit, für die diese Anmeldung ihre Rolle hat.',
    next: 'Fügen Sie die Person im Entra Admin Center zur Einheit hinzu, oder melden Sie sich mit einer Rolle an, die für diese Person gilt. Versuchen Sie es dann noch einmal.',
  },
};
