import type {
  assignmentErrors as en,
  webhookAdvice as enAdvice,
  webhookErrors as enWebhooks,
  workflowErrors as enWorkflows,
} from '../en/assignmentErrors.ts';
import type { Translation } from '../types.ts';

export const assignmentErrors: Translation<typeof en> = {
  'assignment-exists': {
    message:
      '{purpose, select, null {„{user}“ hat schon einen zugewiesenen Passkey.} other {„{user}“ hat schon einen zugewiesenen Passkey ({purpose}: {state}).}}',
    next: 'Öffnen Sie die Registerkarte „Passkeys“ des Benutzers und brechen Sie zuerst die vorhandene Zuweisung ab, oder widerrufen Sie sie.',
    command:
      'Brechen Sie zuerst die vorhandene Zuweisung ab, oder widerrufen Sie sie. Ihre ID zeigt: keydesk assignments list.',
  },
  'assignment-not-found': {
    message: 'Diese Zuweisung gibt es in diesem Mandanten nicht.',
    next: 'Aktualisieren Sie die Liste.',
    command: 'Listen Sie die Zuweisungen noch einmal auf: keydesk assignments list.',
  },
  'expiry-over': {
    message:
      '{now, select, null {Dieser Zeitpunkt ist vorbei.} other {Dieser Zeitpunkt ist vorbei: Für Keydesk ist es {now}.}}',
    next: 'Wählen Sie einen späteren Zeitpunkt. Wenn die Uhr dieses Computers früher vorging, zählt Keydesk von dieser Zeit weiter, damit nichts Abgelaufenes wieder gültig wird.',
  },
  'assignment-changed': {
    message:
      '{state, select, null {Diese Zuweisung hat sich inzwischen geändert; das ist nicht mehr möglich.} other {Der Status dieser Zuweisung ist jetzt „{state}“; das ist nicht mehr möglich.}}',
    next: 'Aktualisieren Sie die Liste und prüfen Sie, was sich geändert hat.',
    command:
      'Listen Sie die Zuweisungen noch einmal auf (keydesk assignments list) und prüfen Sie, was sich geändert hat.',
  },
  'difference-gone': {
    message: 'Diesen Unterschied gibt es nicht mehr. Es wurde nichts geändert.',
    next: 'Vergleichen Sie noch einmal.',
    command: 'Vergleichen Sie noch einmal: keydesk reconcile.',
  },
  'mend-unproven': {
    message:
      '{until, select, null {Es ist nicht bewiesen, dass Microsoft Entra ID diesen Passkey nicht hat: Seine Listen können bis zu einer Stunde alt sein. Es wurde nichts geändert.} other {Es ist noch nicht bewiesen, dass Microsoft Entra ID diesen Passkey nicht hat: Seine Listen können bis zu einer Stunde alt sein. Es wurde nichts geändert. Versuchen Sie es nach {until} noch einmal.}}',
    next: 'Warten Sie, bis der Passkey eine Stunde alt ist. Wenn Sie wissen, dass er nicht gebraucht wird, bestätigen Sie das, und versuchen Sie es noch einmal.',
    command:
      'Warten Sie, bis der Passkey eine Stunde alt ist. Wenn Sie wissen, dass er nicht gebraucht wird, geben Sie --even-if-unproven an.',
  },
  'mend-not-confirmed': {
    message: 'Der Name zur Bestätigung ist „{expected}“. Es wurde nichts geändert.',
    next: 'Vergleichen Sie noch einmal, und prüfen Sie, um wen es geht.',
    command: 'Prüfen Sie, um wen es geht, und geben Sie --confirm mit diesem Namen an.',
  },
  'key-other': {
    message:
      '{serial, select, null {Es ist ein anderer Schlüssel eingesteckt.} other {Es ist ein anderer Schlüssel eingesteckt ({serial}).}}',
    next: 'Stecken Sie den Schlüssel ein, den Sie vergleichen möchten.',
  },
  'key-belongs-to-another': {
    message:
      '{serial, select, null {Auf diesem Schlüssel ist der Passkey von „{owner}“. Es wurde nichts darauf geschrieben.} other {Auf diesem Schlüssel ({serial}) ist der Passkey von „{owner}“. Es wurde nichts darauf geschrieben.}}',
    next: 'Verwenden Sie einen anderen Schlüssel. Um diesen weiterzugeben, löschen Sie zuerst den Passkey von „{owner}“, oder setzen Sie den Schlüssel zurück.',
  },
  'key-reported-lost': {
    message:
      '{owner, select, null {{serial, select, null {Dieser Schlüssel wurde als verloren gemeldet. Es wurde nichts darauf geschrieben.} other {Dieser Schlüssel ({serial}) wurde als verloren gemeldet. Es wurde nichts darauf geschrieben.}}} other {{serial, select, null {Dieser Schlüssel von „{owner}“ wurde als verloren gemeldet. Es wurde nichts darauf geschrieben.} other {Dieser Schlüssel ({serial}) von „{owner}“ wurde als verloren gemeldet. Es wurde nichts darauf geschrieben.}}}}',
    next: 'Setzen Sie ihn zurück („Sicherheitsschlüssel“, „Zurücksetzen“). Danach ist er wieder verwendbar.',
    command: 'Setzen Sie ihn zurück (keydesk keys reset). Danach ist er wieder verwendbar.',
  },
  'key-retired': {
    message:
      '{serial, select, null {Dieser Schlüssel wurde ausgemustert. Es wurde nichts darauf geschrieben.} other {Dieser Schlüssel ({serial}) wurde ausgemustert. Es wurde nichts darauf geschrieben.}}',
    next: 'Verwenden Sie einen anderen Schlüssel, oder nehmen Sie diesen unter „Sicherheitsschlüssel“, „Bestand“ wieder in Gebrauch.',
    command:
      'Verwenden Sie einen anderen Schlüssel, oder nehmen Sie diesen wieder in Gebrauch (keydesk inventory restore).',
  },
  'inventory-key-not-found': {
    message: 'Diesen Schlüssel gibt es im Bestand nicht.',
    next: 'Aktualisieren Sie die Liste.',
    command: 'Listen Sie die Schlüssel noch einmal auf: keydesk inventory list.',
  },
  'inventory-key-unnamed': {
    message:
      'Diese Zeile des Bestands steht für alle leeren Schlüssel eines Modells, weil sie nicht zu unterscheiden sind.',
    next: 'Wählen Sie die Zeile eines einzelnen Schlüssels.',
    command: 'Geben Sie die ID eines einzelnen Schlüssels an. Die IDs zeigt: keydesk inventory list.',
  },
};

export const workflowErrors: Translation<typeof enWorkflows> = {
  'workflow-not-found': {
    message: 'Diesen Workflow gibt es nicht.',
    next: 'Vielleicht wurde er gelöscht. Sehen Sie in der Liste der Workflows nach.',
    command: 'Vielleicht wurde er gelöscht. Listen Sie die Workflows auf: keydesk workflows list.',
  },
  'workflow-run-not-found': {
    message: 'Diese Ausführung, die Aufmerksamkeit braucht, gibt es nicht.',
    next: 'Vielleicht wurde sie schon wiederholt. Sehen Sie im Ausführungsverlauf nach.',
    command: 'Vielleicht wurde sie schon wiederholt. Listen Sie die Ausführungen auf: keydesk workflows runs.',
  },
  'workflow-group-unknown': {
    message:
      '{group, select, null {Die Gruppe ist nicht im importierten Verzeichnis.} other {Die Gruppe „{group}“ ist nicht im importierten Verzeichnis.}}',
    next: 'Importieren Sie Benutzer und Gruppen, oder wählen Sie eine andere Gruppe.',
    command: 'Importieren Sie Benutzer und Gruppen (keydesk import), oder nennen Sie eine andere Gruppe.',
  },
  'workflow-user-unknown': {
    message:
      '{user, select, null {Der Benutzer ist noch nicht im importierten Verzeichnis.} other {Der Benutzer „{user}“ ist noch nicht im importierten Verzeichnis.}}',
    next: 'Importieren Sie Benutzer und Gruppen. Keydesk versucht es dann automatisch noch einmal.',
    command: 'Importieren Sie Benutzer und Gruppen (keydesk import). Keydesk versucht es dann automatisch noch einmal.',
  },
  'workflow-disabled': {
    message: 'Dieser Workflow ist deaktiviert.',
    next: 'Aktivieren Sie ihn zuerst.',
    command: 'Aktivieren Sie ihn zuerst (keydesk workflows enable).',
  },
};

export const webhookErrors: Translation<typeof enWebhooks> = {
  'webhook-not-found': {
    message: 'Diesen Webhook gibt es nicht.',
    next: 'Vielleicht wurde er entfernt. Sehen Sie in der Liste der Webhooks nach.',
    command: 'Vielleicht wurde er entfernt. Listen Sie die Webhooks auf: keydesk webhooks list.',
  },
  'webhook-delivery-not-found': {
    message: 'Diese unzustellbare Nachricht gibt es nicht.',
    next: 'Vielleicht wurde sie schon noch einmal gesendet. Sehen Sie in der Liste der Zustellungen nach.',
    command:
      'Vielleicht wurde sie schon noch einmal gesendet. Listen Sie die Nachrichten auf: keydesk webhooks deliveries.',
  },
  'webhook-url-refused': {
    message:
      '{rule, select, not_https {Die Adresse eines Webhooks muss mit https beginnen. Nur Adressen dieses Computers dürfen http verwenden.} credentials {Die Adresse eines Webhooks darf keinen Benutzernamen und kein Kennwort enthalten.} private_host {Der angegebene private Host ist nicht der Host der Adresse.} exists {Für diese Adresse gibt es schon einen Webhook.} other {Das ist keine gültige Adresse für einen Webhook.}}',
    next: 'Geben Sie eine andere Adresse ein.',
  },
  'webhook-address-refused': {
    message:
      '{kind, select, metadata {{host} hat die Adresse {address}, die für einen Empfänger nicht zulässig ist.} special {{host} hat die Adresse {address}, die für einen Empfänger nicht zulässig ist.} loopback {{host} hat die Adresse {address}, die für einen Empfänger nicht zulässig ist.} other {{host} hat die Adresse {address} in einem privaten Netzwerk, das dieser Webhook nicht verwenden darf.}}',
    next: '{kind, select, metadata {Prüfen Sie den Namen. An eine solche Adresse sendet Keydesk nie Ereignisse.} special {Prüfen Sie den Namen. An eine solche Adresse sendet Keydesk nie Ereignisse.} loopback {Prüfen Sie den Namen. An eine solche Adresse sendet Keydesk nie Ereignisse.} other {Prüfen Sie den Namen. Ist er richtig, fügen Sie den Webhook noch einmal hinzu und geben Sie seinen Host als privaten an.}}',
    command:
      '{kind, select, metadata {Prüfen Sie den Namen. An eine solche Adresse sendet Keydesk nie Ereignisse.} special {Prüfen Sie den Namen. An eine solche Adresse sendet Keydesk nie Ereignisse.} loopback {Prüfen Sie den Namen. An eine solche Adresse sendet Keydesk nie Ereignisse.} other {Prüfen Sie den Namen. Ist er richtig, fügen Sie den Webhook mit --allow-private hinzu.}}',
  },
  'webhook-unreachable': { message: '{host} ist nicht erreichbar.', next: 'Korrigieren Sie den Empfänger. {again}' },
  'webhook-timeout': {
    message:
      '{seconds, select, null {{host} hat nicht rechtzeitig geantwortet.} other {{seconds, plural, one {{host} hat innerhalb von # Sekunde nicht geantwortet.} other {{host} hat innerhalb von # Sekunden nicht geantwortet.}}}}',
    next: 'Ein Empfänger sollte sofort antworten und die Nachricht danach verarbeiten. {again}',
  },
  'webhook-certificate': {
    message: 'Dem Zertifikat von {host} kann nicht vertraut werden.',
    next: 'Geben Sie ihm ein Zertifikat, dem dieser Computer vertraut, oder fügen Sie das Stammzertifikat Ihres Unternehmens hinzu (docs/network.md). {again}',
  },
  'webhook-redirected': {
    message:
      '{status, select, null {{host} leitet Webhooks zu einer anderen Adresse um. Keydesk folgt keinen Umleitungen.} other {{host} leitet Webhooks zu einer anderen Adresse um (HTTP {status}). Keydesk folgt keinen Umleitungen.}}',
    next: 'Fügen Sie stattdessen einen Webhook mit der endgültigen Adresse hinzu.',
    command: 'Fügen Sie stattdessen einen Webhook mit der endgültigen Adresse hinzu (keydesk webhooks add).',
  },
  'webhook-refused': {
    message:
      '{status, select, null {{host} hat das Ereignis nicht angenommen.} other {{host} hat das Ereignis nicht angenommen (HTTP {status}).}}',
    next: 'Korrigieren Sie den Empfänger. {again}',
  },
  'webhook-gone': {
    message:
      '{test, select, true {{host} meldet, dass es diese Adresse nicht mehr gibt (HTTP 410). Der Test hat den Webhook nicht geändert. Ein Ereignis mit dieser Antwort deaktiviert ihn.} other {{host} meldet, dass es diese Adresse nicht mehr gibt (HTTP 410). Der Webhook wurde deaktiviert.}}',
    next: '{test, select, true {Korrigieren Sie den Empfänger und testen Sie noch einmal, oder entfernen Sie den Webhook.} other {Aktivieren Sie ihn wieder, wenn der Empfänger zurück ist, oder entfernen Sie ihn.}}',
  },
  'webhook-disabled': {
    message: 'Dieser Webhook ist deaktiviert.',
    next: 'Aktivieren Sie ihn zuerst.',
    command: 'Aktivieren Sie ihn zuerst (keydesk webhooks enable).',
  },
  'webhook-secret-missing': {
    message:
      'Das Geheimnis dieses Webhooks ist hier nicht bekannt: Dieser Computer hat keinen sicheren Ort dafür, das gespeicherte Geheimnis lässt sich nicht entsiegeln, oder ein anderer Arbeitsplatz hat es und hat es nicht für diesen versiegelt.',
    next: 'Geben Sie das Geheimnis ein, oder erneuern Sie es, um ein neues zu erhalten. Hat es ein anderer Arbeitsplatz, bestätigen Sie dort den Fingerabdruck dieses Arbeitsplatzes, unter Einstellungen, Datenbestand.',
    command:
      'Setzen Sie KEYDESK_WEBHOOK_SECRETS, oder erneuern Sie das Geheimnis, um ein neues zu erhalten (keydesk webhooks rotate). Hat es ein anderer Arbeitsplatz, bestätigen Sie dort den Fingerabdruck dieses Arbeitsplatzes (keydesk record desks trust).',
  },
  'webhook-secret-wrong': {
    message: 'Das ist nicht das Geheimnis des Webhooks.',
    next: 'Prüfen Sie es beim Empfänger, oder erneuern Sie es, um ein neues zu erhalten.',
  },
};

export const webhookAdvice: Translation<typeof enAdvice> = {
  receiver: 'Der Empfänger',
  test: 'Testen Sie den Webhook danach noch einmal: Keydesk sendet einen Test nur einmal.',
  event: 'Keydesk versucht es drei Tage lang automatisch noch einmal.',
};
