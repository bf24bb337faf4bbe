import type { station as en, stationErrors as enErrors } from '../en/station.ts';
import type { Translation } from '../types.ts';

export const station: Translation<typeof en> = {
  title: 'Meinen Schlüssel aktivieren',
  practice: 'Übungsmodus',
  language: 'Sprache',
  toDesk: 'Zurück zum Arbeitsplatz',
  steps: { who: 'Wer Sie sind', key: 'Ihr Schlüssel', pin: 'Ihre PIN', touch: 'Berühren', done: 'Fertig' },
  stepState: { done: 'erledigt', current: 'jetzt', waiting: 'später' },
  cancel: 'Abbrechen',
  startOver: 'Von vorn beginnen',
  details: 'Angaben für den Helpdesk',
  who: 'Zeigen Sie zuerst, wer Sie sind',
  whoHint: 'Nehmen Sie Ihr Konto bei {tenant} oder den Code, den Sie vom Helpdesk bekommen haben.',
  whoHintCode: 'Nehmen Sie den Aktivierungscode, den Sie vom Helpdesk bekommen haben.',
  signIn: 'Mit meinem Konto anmelden',
  signInHint: 'Ein Browserfenster öffnet sich. Melden Sie sich dort an und kommen Sie dann hierher zurück.',
  signInWaiting: 'Melden Sie sich in dem Browserfenster an, das sich geöffnet hat …',
  or: 'oder',
  userName: 'Benutzername',
  userNameHint: 'So, wie Sie ihn beim Anmelden eingeben, zum Beispiel mia@contoso.com',
  code: 'Aktivierungscode',
  useCode: 'Code verwenden',
  notConnected: 'Diese Station ist noch mit keinem Mandanten verbunden. Sagen Sie es dem Helpdesk.',
  hello: 'Guten Tag, {name}',
  key: 'Stecken Sie Ihren Sicherheitsschlüssel ein',
  keyHint: 'Er gehört in einen USB-Anschluss dieses Computers.',
  keyAgain: 'Stecken Sie Ihren Sicherheitsschlüssel wieder ein',
  keyAgainHint: 'Keydesk macht dort weiter, wo es aufgehört hat. Nichts ist verloren.',
  keySeveral: 'Lassen Sie nur Ihren eigenen Schlüssel stecken',
  keySeveralHint: 'Ziehen Sie die anderen Sicherheitsschlüssel ab.',
  working: 'Lassen Sie den Schlüssel stecken …',
  choosePin: 'Wählen Sie eine PIN für Ihren Schlüssel',
  replacePin: 'Wählen Sie eine neue PIN für Ihren Schlüssel',
  enterPin: 'Geben Sie die PIN Ihres Schlüssels ein',
  pinHint:
    'Sie brauchen sie bei jeder Anmeldung mit diesem Schlüssel. Geben Sie sie an niemanden weiter. Keydesk speichert sie nicht.',
  currentPin: 'Aktuelle PIN des Schlüssels',
  currentPinHint:
    'Die PIN, mit der Sie ihn bekommen haben, oder die, die Sie bei einem früheren Versuch gewählt haben.',
  ownPin: 'Ihre PIN',
  newPin: 'Neue PIN',
  pinNever: 'Nicht Ihr Geburtstag, nicht 1234 und keine PIN, die Sie anderswo verwenden.',
  pinRetries: '{count, plural, one {Es bleibt ein Versuch.} other {Es bleiben # Versuche.}}',
  continue: 'Weiter',
  touch: 'Berühren Sie jetzt Ihren Schlüssel',
  touchHint: 'Er blinkt. Legen Sie einen Finger auf die Metallfläche, oder drücken Sie seine Taste.',
  done: 'Ihr Schlüssel ist bereit',
  doneText: 'Keydesk hat es gerade ausprobiert: Sie können sich damit anmelden.',
  doneNext: {
    choose:
      'Wenn Microsoft Sie das nächste Mal zur Anmeldung auffordert, wählen Sie „Gesicht, Fingerabdruck, PIN oder Sicherheitsschlüssel“.',
    use: 'Stecken Sie den Schlüssel ein, geben Sie Ihre PIN ein und berühren Sie ihn.',
    keep: 'Tragen Sie den Schlüssel bei sich. Geht er verloren, sagen Sie es sofort dem Helpdesk.',
  },
  waiting: 'Ihr Schlüssel ist aktiviert',
  waitingText:
    'Ihnen ist noch kein Passkey zugewiesen. Sagen Sie es dem Helpdesk und kommen Sie dann mit diesem Schlüssel wieder.',
  finish: 'Beenden',
  failed: 'Das hat nicht geklappt',
  keyOther: 'Nehmen Sie einen anderen Sicherheitsschlüssel',
  keyOtherHint: 'Ziehen Sie diesen ab und stecken Sie den anderen ein. Sie brauchen nicht von vorn zu beginnen.',
  keyReplug: 'Ziehen Sie den Schlüssel ab und stecken Sie ihn wieder ein',
  keyReplugHint: 'Dann macht Keydesk weiter. Sie brauchen nicht von vorn zu beginnen.',
  timeLeft: '{minutes, plural, one {Sie haben noch # Minute.} other {Sie haben noch # Minuten.}}',
  timeShort: 'Sie haben noch weniger als zwei Minuten.',
};

export const stationErrors: Translation<typeof enErrors> = {
  other: { message: 'Das ist gerade nicht möglich.', next: 'Zeigen Sie dem Helpdesk die Angaben unten.' },
  'activation-code-wrong': {
    message: 'Dieser Benutzername und dieser Aktivierungscode gehören nicht zusammen, oder der Code gilt nicht mehr.',
    next: 'Prüfen Sie beide. Nach fünf falschen Versuchen ist ein Code gesperrt: Lassen Sie sich dann vom Helpdesk einen neuen geben.',
  },
  'activation-code-expired': {
    message: 'Ihr Aktivierungscode ist abgelaufen.',
    next: 'Lassen Sie sich vom Helpdesk einen neuen geben.',
  },
  'activation-code-used': {
    message: 'Dieser Aktivierungscode wurde schon verwendet: Der Passkey dazu ist angelegt.',
    next: 'Versuchen Sie, sich mit Ihrem Schlüssel anzumelden. Geht das nicht, lassen Sie sich vom Helpdesk einen neuen Code geben.',
  },
  'activation-code-withdrawn': {
    message: 'Ihr Aktivierungscode gilt nicht mehr.',
    next: 'Lassen Sie sich vom Helpdesk einen neuen geben.',
  },
  'activation-throttled': {
    message: 'An dieser Station wurden zu viele Codes ausprobiert.',
    next: '{minutes, select, null {Warten Sie 10 Minuten und versuchen Sie es noch einmal.} other {{minutes, plural, one {Warten Sie # Minute und versuchen Sie es noch einmal.} other {Warten Sie # Minuten und versuchen Sie es noch einmal.}}}}',
  },
  'activation-running': {
    message: 'Ihr Schlüssel wird schon aktiviert.',
    next: 'Machen Sie dort weiter, wo Sie begonnen haben, oder brechen Sie dort ab und beginnen Sie von vorn.',
  },
  'activation-sitting-over': {
    message: 'Das hat zu lange gedauert; Keydesk weiß nicht mehr, wer Sie sind.',
    next: 'Beginnen Sie von vorn.',
  },
  'activation-sign-in-invalid': {
    message: 'Diese Anmeldung beweist nicht, wer Sie sind.',
    next: 'Versuchen Sie es noch einmal. Bleibt es dabei, wenden Sie sich an den Helpdesk.',
  },
  'activation-sign-in-old': {
    message: 'Der Browser hat eine frühere Anmeldung verwendet, statt Sie zu fragen.',
    next: 'Melden Sie sich noch einmal an und geben Sie Ihr Kennwort ein.',
  },
  noSignIn: {
    message: 'An dieser Station können Sie sich nicht mit Ihrem Konto anmelden.',
    next: 'Lassen Sie sich vom Helpdesk einen Aktivierungscode geben.',
  },
  'sign-in-declined': { message: 'Die Anmeldung wurde abgebrochen.', next: 'Melden Sie sich noch einmal an.' },
  'sign-in-timeout': {
    message: 'Sie haben sich nicht rechtzeitig angemeldet.',
    next: 'Melden Sie sich noch einmal an.',
  },
  'sign-in-refused': { message: 'Microsoft hat Sie nicht angemeldet.', next: 'Wenden Sie sich an den Helpdesk.' },
  'mfa-required': {
    message: 'Microsoft verlangt einen zweiten Nachweis, dass Sie es sind.',
    next: 'Melden Sie sich noch einmal an und bestätigen Sie ihn.',
  },
  'browser-unavailable': {
    message: 'Es ließ sich kein Browserfenster öffnen.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  'user-not-found': { message: 'Ihr Konto wurde nicht gefunden.', next: 'Wenden Sie sich an den Helpdesk.' },
  'user-is-disabled': { message: 'Ihr Konto ist deaktiviert.', next: 'Wenden Sie sich an den Helpdesk.' },
  'user-is-guest': {
    message: 'Gäste können hier keinen Schlüssel aktivieren.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  userChanged: { message: 'Ihr Konto hat sich geändert.', next: 'Wenden Sie sich an den Helpdesk.' },
  'pin-wrong': {
    message:
      '{retries, select, null {Die PIN ist falsch.} other {{retries, plural, one {Die PIN ist falsch. Es bleibt ein Versuch.} other {Die PIN ist falsch. Es bleiben # Versuche.}}}}',
    next: 'Prüfen Sie die PIN und geben Sie sie noch einmal ein.',
  },
  'pin-soft-blocked': {
    message: 'Zu viele falsche PINs hintereinander: Der Schlüssel pausiert.',
    next: 'Geben Sie danach die richtige PIN ein.',
  },
  'pin-blocked': {
    message: 'Die PIN dieses Schlüssels ist gesperrt: Es bleibt kein Versuch.',
    next: 'Bringen Sie den Schlüssel zum Helpdesk. Er kann ihn neu vorbereiten oder Ihnen einen anderen geben.',
  },
  'pin-breaks-rule': {
    message: '{weakness, select, null {Diese PIN nimmt der Schlüssel nicht an.} other {{weakness}}}',
    next: 'Wählen Sie eine andere PIN, die den Regeln entspricht.',
  },
  'pin-unchanged': {
    message: 'Das ist schon die PIN des Schlüssels.',
    next: 'Wählen Sie eine andere, die nur Sie kennen.',
  },
  'pin-length-refused': {
    message: 'Eine PIN dieser Länge nimmt der Schlüssel nicht an.',
    next: 'Wählen Sie eine längere.',
  },
  pinChanged: {
    message: 'Die PIN dieses Schlüssels hat sich inzwischen geändert.',
    next: 'Ziehen Sie den Schlüssel ab und stecken Sie ihn wieder ein. Bleibt es dabei, lassen Sie sich vom Helpdesk einen anderen geben.',
  },
  'pin-change-required': { message: 'Der Schlüssel verlangt eine andere PIN.', next: 'Wählen Sie eine neue.' },
  'touch-timeout': {
    message: 'Der Schlüssel wurde nicht rechtzeitig berührt.',
    next: 'Berühren Sie ihn, wenn er blinkt.',
  },
  'touch-denied': {
    message: 'Der Schlüssel hat die Berührung nicht angenommen.',
    next: 'Berühren Sie ihn, wenn er blinkt.',
  },
  'fingerprint-required': {
    message: 'Dieser Schlüssel geht nur mit einem Fingerabdruck, und der lässt sich hier nicht einrichten.',
    next: 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.',
  },
  'fingerprint-failed': {
    message: 'Der Schlüssel hat den Fingerabdruck nicht erkannt.',
    next: 'Versuchen Sie es mit einem sauberen, trockenen Finger noch einmal.',
  },
  'fingerprint-blocked': {
    message: 'Zu viele falsche Fingerabdrücke: Der Schlüssel pausiert.',
    next: 'Ziehen Sie den Schlüssel ab und stecken Sie ihn wieder ein. Bleibt es dabei, lassen Sie sich vom Helpdesk einen anderen geben.',
  },
  'fingerprints-full': {
    message: 'Auf dem Schlüssel ist kein Platz mehr für einen Fingerabdruck.',
    next: 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.',
  },
  'key-belongs-to-another': {
    message: 'Dieser Schlüssel ist nicht für Sie bestimmt.',
    next: 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.',
  },
  'key-reported-lost': {
    message: 'Dieser Schlüssel wurde als verloren gemeldet.',
    next: 'Bringen Sie ihn zum Helpdesk, oder nehmen Sie einen anderen.',
  },
  'key-retired': {
    message: 'Dieser Schlüssel wird nicht mehr verwendet.',
    next: 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.',
  },
  'key-full': {
    message: 'Auf dem Schlüssel ist kein Platz mehr.',
    next: 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.',
  },
  'key-not-fido2': {
    message: 'Dieses Gerät ist kein Sicherheitsschlüssel mit FIDO2.',
    next: 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.',
  },
  'key-model-refused': {
    message: 'Ihre Organisation verwendet dieses Schlüsselmodell nicht.',
    next: 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.',
  },
  'key-access-denied': {
    message: 'Dieser Computer darf den Schlüssel nicht verwenden.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  'key-busy': {
    message: 'Ein anderes Programm verwendet den Schlüssel.',
    next: 'Schließen Sie Browserfenster, die nach dem Schlüssel fragen.',
  },
  'key-in-use': { message: 'Der Schlüssel wird schon verwendet.', next: 'Warten Sie einen Augenblick.' },
  'key-changed': {
    message: 'Es wurde ein anderer Schlüssel eingesteckt.',
    next: 'Lassen Sie nur Ihren eigenen Schlüssel stecken.',
  },
  'key-silent': {
    message: 'Der Schlüssel antwortet nicht.',
    next: 'Ziehen Sie den Schlüssel ab und stecken Sie ihn wieder ein. Bleibt es dabei, lassen Sie sich vom Helpdesk einen anderen geben.',
  },
  'key-status': {
    message: 'Der Schlüssel hat die Anforderung abgelehnt.',
    next: 'Ziehen Sie den Schlüssel ab und stecken Sie ihn wieder ein. Bleibt es dabei, lassen Sie sich vom Helpdesk einen anderen geben.',
  },
  keyAnswer: {
    message: 'Der Schlüssel hat eine Antwort gesendet, die nicht zu gebrauchen ist.',
    next: 'Ziehen Sie den Schlüssel ab und stecken Sie ihn wieder ein. Bleibt es dabei, lassen Sie sich vom Helpdesk einen anderen geben.',
  },
  severalKeys: {
    message: 'Es sind mehrere Schlüssel eingesteckt.',
    next: 'Lassen Sie nur Ihren eigenen Schlüssel stecken.',
  },
  noKey: { message: 'Es ist kein Schlüssel eingesteckt.', next: 'Stecken Sie Ihren Schlüssel ein.' },
  keyRemoved: { message: 'Der Schlüssel wurde zu früh abgezogen.', next: 'Stecken Sie ihn wieder ein.' },
  'usb-unavailable': {
    message: 'Dieser Computer kann keine Sicherheitsschlüssel verwenden.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  incapable: {
    message: 'Dieser Schlüssel kann keinen Passkey für Microsoft speichern.',
    next: 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.',
  },
  'credential-excluded': {
    message: 'Auf diesem Schlüssel ist schon ein Passkey von Ihnen.',
    next: 'Versuchen Sie, sich damit anzumelden, oder nehmen Sie einen anderen Schlüssel.',
  },
  badPasskey: {
    message: 'Der Schlüssel hat einen Passkey angelegt, der nicht zu gebrauchen ist.',
    next: 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.',
  },
  'proof-failed': {
    message: 'Der Passkey auf diesem Schlüssel hat beim Ausprobieren nicht funktioniert.',
    next: 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.',
  },
  unproven: {
    message: 'Dieser Schlüssel kann nicht nachweisen, dass er echt ist.',
    next: 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.',
  },
  modelNotAccepted: {
    message: 'Microsoft nimmt dieses Schlüsselmodell nicht an.',
    next: 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.',
  },
  modelNotAllowed: {
    message: 'Ihre Organisation lässt dieses Schlüsselmodell nicht zu.',
    next: 'Nehmen Sie einen anderen Schlüssel. Haben Sie keinen, wenden Sie sich an den Helpdesk.',
  },
  'policy-user-not-targeted': {
    message: 'Ihre Organisation hat Passkeys für Sie noch nicht freigegeben.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  'policy-user-excluded': {
    message: 'Ihre Organisation hat Passkeys für Sie nicht freigegeben.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  'policy-type-not-allowed': {
    message: 'Ihre Organisation lässt keine Passkeys auf Sicherheitsschlüsseln zu.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  'policy-method-disabled': {
    message: 'Ihre Organisation verwendet keine Passkeys.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  'policy-self-service-off': {
    message: 'Ihre Organisation lässt das noch nicht zu.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  policyUnknown: {
    message: 'Diese Station kann nicht sehen, ob Ihre Organisation diesen Schlüssel zulässt.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  'challenge-expired': { message: 'Das hat zu lange gedauert.', next: 'Beginnen Sie von vorn.' },
  cancelled: { message: 'Abgebrochen.', next: 'Sie können jederzeit von vorn beginnen.' },
  unauthorized: { message: 'Dieses Fenster gehört nicht zu Keydesk.', next: 'Wenden Sie sich an den Helpdesk.' },
  'keydesk-ended': { message: 'Keydesk wurde beendet.', next: 'Bitten Sie den Helpdesk, es neu zu starten.' },
  'connection-lost': {
    message: 'Keydesk wurde geschlossen, oder die Verbindung zu Keydesk ging verloren.',
    next: 'Beginnen Sie von vorn. Geht das nicht, bitten Sie den Helpdesk, Keydesk neu zu starten.',
  },
  'keydesk-replaced': {
    message: 'Keydesk wurde beendet, und an seiner Stelle antwortet ein anderes Programm.',
    next: 'Geben Sie hier keine PIN ein. Wenden Sie sich an den Helpdesk.',
  },
  internal: {
    message: 'In Keydesk ist etwas schiefgegangen.',
    next: 'Versuchen Sie es noch einmal. Bleibt es dabei, wenden Sie sich an den Helpdesk.',
  },
  unreachable: {
    message: 'Microsoft ist nicht erreichbar.',
    next: 'Versuchen Sie es noch einmal. Bleibt es dabei, wenden Sie sich an den Helpdesk.',
  },
  'login-unreachable': {
    message: 'Die Microsoft-Anmeldung ist nicht erreichbar.',
    next: 'Versuchen Sie es noch einmal. Bleibt es dabei, wenden Sie sich an den Helpdesk.',
  },
  unsafe: {
    message: 'Die Verbindung zu Microsoft ist nicht sicher. Es wurde nichts gesendet.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  'graph-timeout': {
    message: 'Microsoft hat nicht rechtzeitig geantwortet.',
    next: 'Versuchen Sie es noch einmal. Bleibt es dabei, wenden Sie sich an den Helpdesk.',
  },
  overloaded: {
    message: 'Microsoft ist gerade überlastet.',
    next: 'Versuchen Sie es noch einmal. Bleibt es dabei, wenden Sie sich an den Helpdesk.',
  },
  answerUnusable: {
    message: 'Microsoft hat eine Antwort gesendet, die nicht zu gebrauchen ist.',
    next: 'Versuchen Sie es noch einmal. Bleibt es dabei, wenden Sie sich an den Helpdesk.',
  },
  notAccepted: { message: 'Microsoft hat die Anforderung nicht angenommen.', next: 'Wenden Sie sich an den Helpdesk.' },
  'passkey-not-found': {
    message: 'Ihr Passkey ist nicht mehr registriert.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  'registration-unknown': {
    message: 'Microsoft hat nicht mitgeteilt, ob Ihr Passkey registriert wurde.',
    next: 'Versuchen Sie, sich mit Ihrem Schlüssel anzumelden. Geht das nicht, wenden Sie sich an den Helpdesk.',
  },
  notAllowed: {
    message: 'Diese Station darf Ihren Passkey nicht registrieren.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  notSignedIn: { message: 'Diese Station ist nicht angemeldet.', next: 'Wenden Sie sich an den Helpdesk.' },
  notConnected: { message: 'Diese Station ist noch nicht verbunden.', next: 'Wenden Sie sich an den Helpdesk.' },
  busy: {
    message: 'Diese Station ist gerade mit etwas anderem beschäftigt.',
    next: 'Versuchen Sie es noch einmal. Bleibt es dabei, wenden Sie sich an den Helpdesk.',
  },
  clock: { message: 'Die Uhr dieses Computers geht falsch.', next: 'Wenden Sie sich an den Helpdesk.' },
  'station-locked': {
    message: 'Das ist an dieser Station nicht möglich.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  assignedMeanwhile: {
    message: 'Der Helpdesk hat gerade Ihre Zuweisung geändert.',
    next: 'Versuchen Sie es noch einmal. Bleibt es dabei, wenden Sie sich an den Helpdesk.',
  },
  'disk-full': {
    message: 'Der Datenträger dieses Computers ist voll.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  storage: {
    message: 'Diese Station kann ihre Daten nicht lesen oder speichern.',
    next: 'Wenden Sie sich an den Helpdesk.',
  },
  'invalid-input': {
    message: 'Diese Eingabe ist nicht verwendbar.',
    next: 'Prüfen Sie sie und versuchen Sie es noch einmal.',
  },
};
