import type { ErrorParams } from '../../../../contract/errors/errors.ts';
import { each } from '../../../../contract/errors/wording.ts';
import type { PinWeakness } from '../../../../contract/keys/weakPin.ts';
import type { ActivateWords } from './en.ts';
import { groups } from './groups.ts';
import { words } from './wording.ts';

const HELPDESK = 'Wenden Sie sich an den Helpdesk.';
const NEUER_CODE = 'Lassen Sie sich vom Helpdesk einen neuen geben.';
const NOCH_EINMAL = 'Versuchen Sie es noch einmal. Bleibt es dabei, wenden Sie sich an den Helpdesk.';
const ANDERER = 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.';
const STECKEN =
  'Ziehen Sie ihn ab und stecken Sie ihn wieder ein. Bleibt es dabei, gibt Ihnen der Helpdesk einen anderen Schlüssel.';
const CODE = 'Lassen Sie sich vom Helpdesk einen Aktivierungscode geben.';

/** Was Benutzer lesen, wenn etwas nicht klappt. */
export const deErrors: ActivateWords['errors'] = {
  'activation-code-wrong': words(
    'Dieser Benutzername und dieser Aktivierungscode gehören nicht zusammen, oder der Code gilt nicht mehr.',
    'Prüfen Sie beide. Nach fünf falschen Versuchen ist ein Code gesperrt; dann gibt Ihnen der Helpdesk einen neuen.',
  ),
  'activation-code-expired': words('Ihr Aktivierungscode ist abgelaufen.', NEUER_CODE),
  'activation-code-used': words(
    'Dieser Aktivierungscode wurde schon verwendet: Der Passkey dazu ist angelegt.',
    'Versuchen Sie, sich mit Ihrem Schlüssel anzumelden. Geht das nicht, gibt Ihnen der Helpdesk einen neuen Code.',
  ),
  'activation-code-withdrawn': words('Ihr Aktivierungscode gilt nicht mehr.', NEUER_CODE),
  'activation-throttled': p => ({
    message: 'An dieser Station wurden zu viele Codes ausprobiert.',
    next: `Warten Sie ${p.minutes === 1 ? 'eine Minute' : `${p.minutes ?? 10} Minuten`} und versuchen Sie es dann noch einmal.`,
  }),
  'activation-running': words(
    'Ihr Schlüssel wird schon aktiviert.',
    'Machen Sie dort weiter, wo Sie angefangen haben, oder brechen Sie dort ab und beginnen Sie von vorn.',
  ),
  'activation-sitting-over': words(
    'Das hat zu lange gedauert; Keydesk weiß nicht mehr, wer Sie sind.',
    'Beginnen Sie von vorn.',
  ),
  'activation-sign-in-invalid': words('Diese Anmeldung beweist nicht, wer Sie sind.', NOCH_EINMAL),
  'activation-sign-in-old': words(
    'Der Browser hat eine frühere Anmeldung genommen, statt Sie zu fragen.',
    'Melden Sie sich noch einmal an und geben Sie Ihr Passwort ein.',
  ),
  'activation-sign-in-untimed': words('An dieser Station können Sie sich nicht mit Ihrem Konto anmelden.', CODE),
  'activation-sign-in-unavailable': words('An dieser Station können Sie sich nicht mit Ihrem Konto anmelden.', CODE),
  'sign-in-declined': words('Die Anmeldung wurde abgebrochen.', 'Melden Sie sich noch einmal an.'),
  'sign-in-timeout': words('Sie haben sich nicht rechtzeitig angemeldet.', 'Melden Sie sich noch einmal an.'),
  'sign-in-refused': words('Microsoft hat Sie nicht angemeldet.', HELPDESK),
  'mfa-required': words(
    'Microsoft verlangt einen zweiten Nachweis, dass Sie es sind.',
    'Melden Sie sich noch einmal an und bestätigen Sie ihn.',
  ),
  'browser-unavailable': words('Es ließ sich kein Browserfenster öffnen.', HELPDESK),
  'user-not-found': words('Ihr Konto ist nicht zu finden.', HELPDESK),
  'user-is-disabled': words('Ihr Konto ist gesperrt.', HELPDESK),
  'user-is-guest': words('Gäste können hier keinen Schlüssel aktivieren.', HELPDESK),
  'pin-wrong': p => ({
    message: `Die PIN ist falsch.${typeof p.retries === 'number' ? (p.retries === 1 ? ' Ein Versuch bleibt.' : ` ${p.retries} Versuche bleiben.`) : ''}`,
    next: 'Prüfen Sie die PIN und geben Sie sie noch einmal ein.',
  }),
  'pin-soft-blocked': words(
    'Zu viele falsche PINs hintereinander; der Schlüssel macht eine Pause.',
    'Geben Sie danach die richtige PIN ein.',
  ),
  'pin-blocked': words('Die PIN dieses Schlüssels ist endgültig gesperrt.', ANDERER),
  'pin-breaks-rule': p => ({
    message: p.rule === 'weak' ? schwachePin(p.weakness) : 'Diese PIN nimmt der Schlüssel nicht an.',
    next: 'Wählen Sie eine andere, die den Regeln entspricht.',
  }),
  'pin-unchanged': words('Der Schlüssel hat diese PIN schon.', 'Wählen Sie eine andere, die nur Sie kennen.'),
  'pin-length-refused': words('Eine PIN dieser Länge nimmt der Schlüssel nicht an.', 'Wählen Sie eine längere.'),
  'touch-timeout': words('Der Schlüssel wurde nicht rechtzeitig berührt.', 'Berühren Sie ihn, wenn er blinkt.'),
  'touch-denied': words('Der Schlüssel hat die Berührung nicht angenommen.', 'Berühren Sie ihn, wenn er blinkt.'),
  'key-belongs-to-another': words('Dieser Schlüssel ist nicht für Sie bestimmt.', ANDERER),
  'key-reported-lost': words(
    'Dieser Schlüssel wurde als verloren gemeldet.',
    'Bringen Sie ihn dem Helpdesk, oder nehmen Sie einen anderen.',
  ),
  'key-retired': words('Dieser Schlüssel wird nicht mehr verwendet.', ANDERER),
  'key-full': words('Auf dem Schlüssel ist kein Platz mehr.', ANDERER),
  'key-not-fido2': words('Dieses Gerät ist kein Sicherheitsschlüssel mit FIDO2.', ANDERER),
  'key-model-refused': words('Ihre Organisation verwendet dieses Modell nicht.', ANDERER),
  'key-access-denied': words('Dieser Rechner darf den Schlüssel nicht verwenden.', HELPDESK),
  'key-busy': words(
    'Ein anderes Programm verwendet den Schlüssel.',
    'Schließen Sie Browserfenster, die nach dem Schlüssel fragen.',
  ),
  'key-in-use': words('Der Schlüssel wird schon verwendet.', 'Warten Sie einen Augenblick.'),
  'key-changed': words(
    'Es wurde ein anderer Schlüssel eingesteckt.',
    'Lassen Sie nur Ihren eigenen Schlüssel stecken.',
  ),
  'key-silent': words('Der Schlüssel antwortet nicht.', STECKEN),
  'key-status': words('Der Schlüssel hat abgelehnt.', STECKEN),
  'credential-excluded': words(
    'Auf diesem Schlüssel ist schon ein Passkey von Ihnen.',
    'Versuchen Sie, sich damit anzumelden, oder nehmen Sie einen anderen Schlüssel.',
  ),
  'credential-invalid': words('Der Schlüssel hat einen Passkey angelegt, der nicht zu gebrauchen ist.', ANDERER),
  'proof-failed': words('Der Passkey auf diesem Schlüssel hat beim Ausprobieren nicht funktioniert.', ANDERER),
  'policy-user-not-targeted': words('Ihre Organisation hat Passkeys für Sie noch nicht freigegeben.', HELPDESK),
  'policy-user-excluded': words('Ihre Organisation hat Passkeys für Sie nicht freigegeben.', HELPDESK),
  'challenge-expired': words('Das hat zu lange gedauert.', 'Beginnen Sie von vorn.'),
  cancelled: words('Abgebrochen.', 'Beginnen Sie von vorn, wann immer Sie wollen.'),
  unauthorized: words('Dieses Fenster gehört nicht zu Keydesk.', HELPDESK),
  'keydesk-ended': words('Keydesk wurde beendet.', 'Bitten Sie den Helpdesk, es neu zu starten.'),
  'connection-lost': words(
    'Keydesk wurde beendet, oder die Verbindung zu Keydesk ist abgebrochen.',
    'Beginnen Sie von vorn. Geht das nicht, bitten Sie den Helpdesk, Keydesk neu zu starten.',
  ),
  'keydesk-replaced': words(
    'Keydesk wurde beendet, und ein anderes Programm antwortet an seiner Stelle.',
    `Geben Sie hier keine PIN ein. ${HELPDESK}`,
  ),
  internal: words('In Keydesk ist ein Fehler aufgetreten.', NOCH_EINMAL),
  ...each(['user-reassigned', 'user-renamed'], words('Ihr Konto hat sich geändert.', HELPDESK)),
  ...each(groups.pinChanged, words('Die PIN dieses Schlüssels wurde inzwischen geändert.', STECKEN)),
  'pin-change-required': words('Der Schlüssel verlangt eine andere PIN.', 'Wählen Sie eine neue.'),
  'fingerprint-required': words(
    'Dieser Schlüssel arbeitet nur mit Fingerabdruck und lässt sich hier nicht einrichten.',
    ANDERER,
  ),
  'fingerprint-failed': words(
    'Der Schlüssel hat den Finger nicht erkannt.',
    'Versuchen Sie es noch einmal mit einem sauberen, trockenen Finger.',
  ),
  'fingerprint-blocked': words('Zu viele falsche Fingerabdrücke; der Schlüssel macht eine Pause.', STECKEN),
  'fingerprints-full': words('Auf diesem Schlüssel ist kein Platz für einen weiteren Fingerabdruck.', ANDERER),
  ...each(groups.incapable, words('Dieser Schlüssel kann keinen Passkey von Microsoft aufnehmen.', ANDERER)),
  ...each(
    ['key-reply-damaged', 'key-wrong-channel'],
    words('Mit der Antwort des Schlüssels ist nichts anzufangen.', STECKEN),
  ),
  ...each(
    ['several-keys', 'key-not-by-touch'],
    words('Es stecken mehrere Schlüssel.', 'Lassen Sie nur Ihren eigenen Schlüssel stecken.'),
  ),
  ...each(['no-key', 'key-not-found'], words('Es steckt kein Schlüssel.', 'Stecken Sie Ihren Schlüssel ein.')),
  ...each(
    ['key-removed', 'key-host-crashed'],
    words('Der Schlüssel wurde zu früh abgezogen.', 'Stecken Sie ihn wieder ein.'),
  ),
  'usb-unavailable': words('Dieser Rechner kann keine Sicherheitsschlüssel verwenden.', HELPDESK),
  ...each(
    ['wrong-rp-id-hash', 'credential-not-found'],
    words('Der Schlüssel hat einen Passkey angelegt, der nicht zu gebrauchen ist.', ANDERER),
  ),
  ...each(groups.unproven, words('Dieser Schlüssel kann seine Herkunft nicht beweisen.', ANDERER)),
  ...each(['attestation-refused', 'aaguid-refused'], words('Microsoft nimmt dieses Modell nicht an.', ANDERER)),
  ...each(
    ['policy-model-not-allowed', 'policy-attestation-required'],
    words('Ihre Organisation lässt dieses Modell nicht zu.', ANDERER),
  ),
  'policy-type-not-allowed': words('Ihre Organisation lässt keine Passkeys auf Sicherheitsschlüsseln zu.', HELPDESK),
  'policy-method-disabled': words('Ihre Organisation hat Passkeys nicht eingeschaltet.', HELPDESK),
  'policy-self-service-off': words('Ihre Organisation lässt das noch nicht zu.', HELPDESK),
  ...each(
    groups.policyUnknown,
    words('Diese Station kann nicht sehen, ob Ihre Organisation diesen Schlüssel zulässt.', HELPDESK),
  ),
  ...each(groups.unreachable, words('Microsoft ist nicht zu erreichen.', NOCH_EINMAL)),
  'login-unreachable': words('Die Anmeldung von Microsoft ist nicht zu erreichen.', NOCH_EINMAL),
  ...each(
    ['login-untrusted', 'connection-insecure'],
    words('Die Verbindung zu Microsoft ist nicht sicher. Es wurde nichts gesendet.', HELPDESK),
  ),
  'graph-timeout': words('Microsoft hat nicht rechtzeitig geantwortet.', NOCH_EINMAL),
  ...each(['graph-unavailable', 'graph-throttled'], words('Microsoft ist gerade überlastet.', NOCH_EINMAL)),
  ...each(groups.answerUnusable, words('Mit der Antwort von Microsoft ist nichts anzufangen.', NOCH_EINMAL)),
  ...each(groups.notAccepted, words('Microsoft hat das nicht angenommen.', HELPDESK)),
  'passkey-not-found': words('Ihr Passkey ist nicht mehr eingetragen.', HELPDESK),
  'registration-unknown': words(
    'Microsoft hat nicht gesagt, ob Ihr Passkey eingetragen ist.',
    'Versuchen Sie, sich mit Ihrem Schlüssel anzumelden. Geht das nicht, wenden Sie sich an den Helpdesk.',
  ),
  ...each(groups.notAllowed, words('Diese Station darf Ihren Passkey nicht eintragen.', HELPDESK)),
  ...each(groups.notSignedIn, words('Diese Station ist nicht angemeldet.', HELPDESK)),
  ...each(groups.notConnected, words('Diese Station ist noch nicht verbunden.', HELPDESK)),
  ...each(groups.busy, words('Diese Station ist gerade mit etwas anderem beschäftigt.', NOCH_EINMAL)),
  ...each(['clock-skewed', 'clock-off'], words('Die Uhr dieses Rechners geht falsch.', HELPDESK)),
  'station-locked': words('Das geht an dieser Station nicht.', HELPDESK),
  ...each(groups.assignedMeanwhile, words('Der Helpdesk hat gerade geändert, was Sie bekommen sollen.', NOCH_EINMAL)),
  'disk-full': words('Die Festplatte dieses Rechners ist voll.', HELPDESK),
  ...each(groups.storage, words('Diese Station kann nicht lesen oder speichern, was sie braucht.', HELPDESK)),
  'invalid-input': words('Diese Eingabe ist nicht zu gebrauchen.', 'Prüfen Sie sie und versuchen Sie es noch einmal.'),
};

const schwaechen: Readonly<Record<PinWeakness, string>> = {
  repeated: 'Sie wiederholt dieselben Zeichen.',
  few: 'Sie hat nur zwei oder drei verschiedene Zeichen.',
  mirrored: 'Sie ist vorwärts und rückwärts gleich.',
  sequence: 'Ihre Zeichen oder Zahlen folgen aufeinander: als Zahlen, im Alphabet oder auf der Tastatur.',
  year: 'Sie ist eine Jahreszahl.',
  date: 'Sie ist ein Datum oder sieht so aus.',
  organization: 'Sie ist der Name Ihrer Organisation.',
  common: 'Viele wählen sie.',
};

/** Says why a PIN is easy to guess. */
export function schwachePin(weakness: ErrorParams[string] | undefined): string {
  const why = (schwaechen as Record<string, string>)[String(weakness)] ?? schwaechen.common;
  return `Diese PIN ist leicht zu erraten. ${why}`;
}
