import type { graphErrors as en, graphAnswer as enAnswer, graphGrants as enGrants } from '../en/graphErrors.ts';
import type { Translation } from '../types.ts';

export const graphErrors: Translation<typeof en> = {
  'not-connected': {
    message: 'Es ist kein Microsoft Entra ID-Mandant verbunden.',
    next: 'Verbinden Sie unter „Einstellungen“ einen Mandanten, oder probieren Sie zuerst den Übungsmodus aus.',
    command: 'Verbinden Sie einen Mandanten (keydesk connection add), oder verwenden Sie den Übungsmodus (--practice).',
  },
  'mode-busy': {
    message:
      '{pin, select, true {Die PIN, die Keydesk für einen Schlüssel erzeugt hat, wurde vielleicht noch nicht gelesen. Deshalb bleibt Keydesk in diesem Modus.} other {{enrollment, select, true {Gerade wird ein Passkey angelegt. Deshalb bleibt Keydesk in diesem Modus.} other {Ein Sicherheitsschlüssel wird gerade verwendet. Deshalb bleibt Keydesk in diesem Modus.}}}}',
    next: '{pin, select, true {Wählen Sie „PIN anzeigen“ in der Meldung über der Seite, oder verwerfen Sie die PIN; versuchen Sie es dann noch einmal.} other {Warten Sie, bis das beendet ist, oder brechen Sie es ab; versuchen Sie es dann noch einmal.}}',
  },
  'connection-insecure': {
    message:
      '{rule, select, credentials {Die Adresse enthält einen Benutzernamen oder ein Kennwort.} other {„{url}“ ist keine sichere Adresse. Erlaubt ist nur https; http und ein festes Token gehen nur mit Adressen dieses Computers.}}',
    next: '{rule, select, credentials {Geben Sie die Adresse ohne sie ein. Keydesk hat sie nicht verwendet.} other {Verwenden Sie die https-Adresse von Microsoft Graph.}}',
  },
  'graph-unreachable': {
    message: 'Microsoft Graph ist nicht erreichbar.',
    next: 'Prüfen Sie das Netzwerk und die Verbindung unter „Einstellungen“ und versuchen Sie es noch einmal.',
    command: 'Prüfen Sie das Netzwerk (keydesk network) und versuchen Sie es noch einmal.',
  },
  'graph-timeout': {
    message: 'Microsoft Graph hat nicht rechtzeitig geantwortet.',
    next: 'Warten Sie einen Moment und versuchen Sie es noch einmal.',
  },
  'graph-unauthorized': {
    message: 'Microsoft Graph akzeptiert diese Anmeldung nicht mehr.',
    next: 'Melden Sie sich unter „Einstellungen“ neu an.',
    command:
      'Melden Sie sich neu an (keydesk connection sign-in). Mit --graph setzen Sie ein neues KEYDESK_GRAPH_TOKEN.',
  },
  'graph-forbidden': {
    message: 'Diese Anmeldung hat nicht die erforderliche Berechtigung.',
    next: '{grant} „Verbindung prüfen“ unter „Einstellungen“ nennt, was sonst noch fehlt.',
    command: '{grant} keydesk connection check nennt, was sonst noch fehlt.',
    check: '{grant}',
  },
  'graph-not-found': {
    message: 'Microsoft Graph findet das angeforderte Element nicht.',
    next: 'Prüfen Sie, ob es noch vorhanden ist, und versuchen Sie es noch einmal.',
  },
  'graph-method-not-allowed': {
    message: 'Microsoft Graph lässt diese Art von Anforderung hier nicht zu.',
    next: 'Registrieren Sie Schlüssel für einen Benutzer, nicht für sich selbst, und prüfen Sie die Graph-Version unter „Einstellungen“.',
    command:
      'Registrieren Sie Schlüssel für einen Benutzer, nicht für sich selbst, und prüfen Sie die Graph-Version (--graph-version).',
  },
  'graph-conflict': {
    message: 'Microsoft Graph meldet einen Konflikt.',
    next: 'Sehen Sie auf der Registerkarte „Passkeys“ nach: Vielleicht ist der Passkey schon registriert.',
    command:
      'Listen Sie die Passkeys des Benutzers auf (keydesk passkeys list): Vielleicht ist der Passkey schon registriert.',
  },
  'graph-throttled': {
    message:
      '{exceedsChallenge, select, true {Microsoft Graph erhält zu viele Anforderungen; Keydesk soll {wait} warten. Das ist länger, als diese Registrierung gültig bleibt.} other {{wait, select, null {Microsoft Graph erhält zu viele Anforderungen; Keydesk soll warten.} other {Microsoft Graph erhält zu viele Anforderungen; Keydesk soll {wait} warten.}}}}',
    next: 'Warten Sie so lange und versuchen Sie es dann noch einmal.',
  },
  'clock-off': {
    message:
      '{slow, select, true {Die Uhr dieses Computers geht gegenüber der Uhr von Microsoft um {time} nach.} other {Die Uhr dieses Computers geht gegenüber der Uhr von Microsoft um {time} vor.}}',
    next: 'Keydesk verwendet für diese Einrichtung die Zeit des Servers. Stellen Sie die Uhr richtig: Anmeldung und Zertifikate hängen davon ab.',
  },
  'graph-unavailable': {
    message: 'Microsoft Graph ist zurzeit nicht verfügbar.',
    next: 'Warten Sie einen Moment und versuchen Sie es noch einmal.',
  },
  'graph-malformed': {
    message:
      '{form, select, unknown {Microsoft Graph hat auf „{path}“ in einem Format geantwortet, das Keydesk nicht lesen kann.} other {{path, select, null {Die Antwort stammt nicht von Microsoft Graph.} other {Die Antwort auf „{path}“ stammt nicht von Microsoft Graph.}}}}',
    next: '{form, select, unknown {Versuchen Sie es später noch einmal, und aktualisieren Sie Keydesk. Tritt es wieder auf, melden Sie es mit dieser Adresse.} other {Prüfen Sie das Netzwerk und die Verbindung unter „Einstellungen“ und versuchen Sie es noch einmal.}}',
    command:
      '{form, select, unknown {Versuchen Sie es später noch einmal, und aktualisieren Sie Keydesk. Tritt es wieder auf, melden Sie es mit dieser Adresse.} other {Prüfen Sie das Netzwerk (keydesk network) und versuchen Sie es noch einmal.}}',
  },
  'graph-too-large': {
    message:
      '{what, select, depth {Microsoft Graph hat eine zu tief verschachtelte Antwort gesendet. Keydesk hat die Verbindung geschlossen.} values {Microsoft Graph hat eine Antwort mit zu vielen Werten gesendet. Keydesk hat die Verbindung geschlossen.} other {{megabytes, select, null {Microsoft Graph hat eine zu große Antwort gesendet. Keydesk hat die Verbindung geschlossen.} other {Microsoft Graph hat mehr als {megabytes} MB in einer Antwort gesendet. Keydesk hat die Verbindung geschlossen.}}}}',
    next: '{path, select, null {Versuchen Sie es noch einmal. Tritt es wieder auf, fragen Sie Ihren Netzwerkadministrator, ob ein Gerät im Netzwerk Antworten verändert.} other {Versuchen Sie es noch einmal. Tritt es wieder auf, fragen Sie Ihren Netzwerkadministrator, ob ein Gerät im Netzwerk die Antwort auf „{path}“ verändert.}}',
  },
  'graph-delta-expired': {
    message: 'Microsoft Entra ID meldet immer wieder, dass der Stand des letzten Imports nicht mehr bekannt ist.',
    next: 'Importieren Sie später noch einmal. Alles schon Importierte bleibt erhalten.',
    command: 'Importieren Sie später noch einmal (keydesk import). Alles schon Importierte bleibt erhalten.',
  },
  'graph-page-expired': {
    message: 'Microsoft Graph kann den Rest dieser Liste nicht mehr liefern, weil zu viel Zeit vergangen ist.',
    next: 'Laden Sie die Liste noch einmal.',
    command: 'Listen Sie noch einmal auf.',
  },
  'graph-paging-stuck': {
    message:
      '{why, select, circle {Microsoft Graph sendet immer wieder dieselben Seiten einer Liste. Die Liste hat kein Ende.} nothing_new {Microsoft Graph sendet immer weitere Seiten ohne neue Einträge. Die Liste hat kein Ende.} too_long {Microsoft Graph hat {pages, number} Seiten einer Liste mit {entries, number} Einträgen gesendet, und es kommen noch mehr. Kein Mandant hat eine so lange Liste. Deshalb liest Keydesk nicht weiter.} other {Microsoft Graph sendet Seiten einer Liste, die kein Ende hat.}}',
    next: 'Versuchen Sie es später noch einmal. Es wurde nichts entfernt. Tritt es wieder auf, melden Sie es Microsoft mit der Uhrzeit.',
  },
  'graph-round-incomplete': {
    message:
      '{met, select, null {{what, select, groups {Microsoft Graph hat die Liste der Gruppen beendet, ohne mitzuteilen, dass sie vollständig ist.} memberships {Microsoft Graph hat die Liste der Mitgliedschaften beendet, ohne mitzuteilen, dass sie vollständig ist.} other {Microsoft Graph hat die Liste der Benutzer beendet, ohne mitzuteilen, dass sie vollständig ist.}}} other {{what, select, groups {Microsoft Graph hat die Liste der Gruppen beendet, ohne mitzuteilen, dass sie vollständig ist. Sie enthielt {met} der {known} bekannten Gruppen.} other {Microsoft Graph hat die Liste der Benutzer beendet, ohne mitzuteilen, dass sie vollständig ist. Sie enthielt {met} der {known} bekannten Benutzer.}}}}',
    next: 'Importieren Sie später noch einmal. Kein Benutzer wurde als ausgeschieden markiert, und es wurde nichts entfernt.',
    command:
      'Importieren Sie später noch einmal (keydesk import). Kein Benutzer wurde als ausgeschieden markiert, und es wurde nichts entfernt.',
  },
  'graph-entries-unreadable': {
    message:
      '{phase, select, groups {{count, plural, one {# Eintrag der Liste der Gruppen und ihrer Mitglieder war nicht lesbar und wurde übersprungen. Die anderen wurden importiert.} other {# Einträge der Liste der Gruppen und ihrer Mitglieder waren nicht lesbar und wurden übersprungen. Die anderen wurden importiert.}}} registrations {{count, plural, one {# Eintrag des Berichts über registrierte Passkeys war nicht lesbar und wurde übersprungen. Die anderen wurden importiert.} other {# Einträge des Berichts über registrierte Passkeys waren nicht lesbar und wurden übersprungen. Die anderen wurden importiert.}}} other {{count, plural, one {# Eintrag der Liste der Benutzer war nicht lesbar und wurde übersprungen. Die anderen wurden importiert.} other {# Einträge der Liste der Benutzer waren nicht lesbar und wurden übersprungen. Die anderen wurden importiert.}}}}',
    next: 'Importieren Sie später noch einmal. Es wurde deswegen nichts entfernt. Tritt es wieder auf, melden Sie es Microsoft mit der Uhrzeit.',
  },
  'graph-license-missing': {
    message:
      'Dieser Mandant hat keine Lizenz für diesen Teil von Microsoft Entra ID: Erforderlich ist Microsoft Entra ID P1 oder P2.',
    next: 'Weisen Sie die Lizenz im Microsoft 365 Admin Center zu, oder machen Sie ohne diesen Teil weiter. Alles andere funktioniert.',
  },
  'graph-refused': {
    message: 'Microsoft Graph hat die Anforderung abgelehnt.',
    next: 'Lesen Sie die Meldung, beheben Sie die Ursache und versuchen Sie es noch einmal.',
  },
  'challenge-expired': {
    message: 'Die Zeit für die Registrierung dieses Passkeys ist abgelaufen.',
    next: 'Beginnen Sie von vorn. Der Schlüssel muss noch einmal berührt werden.',
  },
  'aaguid-refused': {
    message: 'Die Richtlinie dieses Mandanten lässt dieses Schlüsselmodell nicht zu.',
    next: 'Verwenden Sie ein anderes Modell, oder fügen Sie dessen AAGUID der Passkey-Richtlinie in Microsoft Entra ID hinzu.',
  },
  'attestation-refused': {
    message: 'Dieser Mandant verlangt eine Attestierung, und die Attestierung dieses Schlüssels wurde abgelehnt.',
    next: 'Verwenden Sie einen Schlüssel, dessen Modell im FIDO Metadata Service aufgeführt ist.',
  },
  'passkey-not-found': {
    message: 'Dieser Passkey ist nicht mehr registriert.',
    next: 'Aktualisieren Sie die Liste.',
    command: 'Listen Sie die Passkeys noch einmal auf: keydesk passkeys list.',
  },
};

export const graphGrants: Translation<typeof enGrants> = {
  passkeys:
    'Erteilen Sie die Berechtigung {permission}, einer Person auch die Rolle „Authentifizierungsadministrator“ („Privilegierter Authentifizierungsadministrator“ für Schlüssel von Administratoren), und versuchen Sie es noch einmal.',
  users: 'Erteilen Sie die Berechtigung {permission} und versuchen Sie es noch einmal.',
  groups: 'Erteilen Sie die Berechtigung {permission} und versuchen Sie es noch einmal.',
  policy:
    'Erteilen Sie die Berechtigung {permission}, einer Person auch die Rolle „Globaler Leser“, und versuchen Sie es noch einmal.',
  reports:
    'Erteilen Sie die Berechtigung {permission}, einer Person auch die Rolle „Berichteleser“ oder „Globaler Leser“, und versuchen Sie es noch einmal.',
};

export const graphAnswer: Translation<typeof enAnswer> = {
  said: '{message} Die Meldung lautet: „{graphMessage}“',
  request: '{message} (Anforderung {requestId})',
  correlation: '{message} (Korrelations-ID {correlationId})',
};
