import type { ErrorParams } from '../../../../contract/errors.ts';
import type { PinWeakness } from '../../../../contract/weakPin.ts';
import type { ActivateWords } from './en.ts';

const NEUER_CODE = 'Lassen Sie sich vom Helpdesk einen neuen geben.';
const HELPDESK = 'Wenden Sie sich an den Helpdesk.';
const NOCH_EINMAL = 'Versuchen Sie es noch einmal. Bleibt es dabei, wenden Sie sich an den Helpdesk.';
const ANDERER = 'Lassen Sie sich vom Helpdesk einen anderen Schlüssel geben.';

export const de: ActivateWords = {
  name: 'Deutsch',
  dir: 'ltr',
  title: 'Meinen Schlüssel aktivieren',
  language: 'Sprache',
  toDesk: 'Zurück zum Arbeitsplatz',
  steps: { who: 'Wer Sie sind', key: 'Ihr Schlüssel', pin: 'Ihre PIN', touch: 'Berühren', done: 'Fertig' },
  stepState: { done: 'erledigt', current: 'jetzt', waiting: 'später' },
  cancel: 'Abbrechen',
  startOver: 'Von vorn beginnen',
  details: 'Angaben für den Helpdesk',

  who: 'Zeigen Sie zuerst, wer Sie sind',
  whoHint: tenant => `Nehmen Sie Ihr Konto bei ${tenant} oder den Code, den Sie vom Helpdesk bekommen haben.`,
  whoHintCode: 'Nehmen Sie den Aktivierungscode, den Sie vom Helpdesk bekommen haben.',
  signIn: 'Mit meinem Konto anmelden',
  signInHint: 'Ihr Browser öffnet sich. Melden Sie sich dort an und kommen Sie dann hierher zurück.',
  signInWaiting: 'Melden Sie sich in dem Browserfenster an, das sich geöffnet hat …',
  or: 'oder',
  userName: 'Benutzername',
  userNameHint: 'So, wie Sie ihn beim Anmelden eingeben, zum Beispiel mia@contoso.com',
  code: 'Aktivierungscode',
  useCode: 'Code verwenden',
  notConnected: 'Diese Station ist noch mit keinem Mandanten verbunden. Sagen Sie es dem Helpdesk.',

  hello: name => `Guten Tag, ${name}`,
  key: 'Stecken Sie Ihren Sicherheitsschlüssel ein',
  keyHint: 'Er gehört in einen USB-Anschluss dieses Rechners.',
  keyAgain: 'Stecken Sie Ihren Sicherheitsschlüssel wieder ein',
  keyAgainHint: 'Es geht dort weiter, wo es aufgehört hat. Nichts ist verloren.',
  keySeveral: 'Lassen Sie nur Ihren eigenen Schlüssel stecken',
  keySeveralHint: 'Ziehen Sie die anderen Sicherheitsschlüssel ab.',
  working: 'Lassen Sie den Schlüssel stecken …',

  choosePin: 'Wählen Sie eine PIN für Ihren Schlüssel',
  replacePin: 'Ersetzen Sie die PIN, mit der Sie den Schlüssel bekommen haben',
  enterPin: 'Geben Sie die PIN Ihres Schlüssels ein',
  pinHint:
    'Sie brauchen sie bei jeder Anmeldung mit diesem Schlüssel. Niemand sonst soll sie kennen, und Keydesk behält sie nicht.',
  presentPin: 'PIN, mit der Sie den Schlüssel bekommen haben',
  ownPin: 'Ihre PIN',
  newPin: 'Neue PIN',
  pinAgain: 'Dieselbe PIN noch einmal',
  pinRules: (min, max) => `${min} bis ${max} Zeichen: Ziffern, Buchstaben oder Satzzeichen.`,
  pinTooShort: min => `Mindestens ${min} Zeichen.`,
  pinWeak: schwachePin,
  pinDiffers: 'Die beiden PINs sind nicht gleich.',
  pinNever: 'Nicht der Geburtstag, nicht 1234 und keine PIN, die Sie anderswo verwenden.',
  pinRetries: n => (n === 1 ? 'Ein Versuch bleibt.' : `${n} Versuche bleiben.`),
  showPin: 'PIN zeigen',
  hidePin: 'PIN verbergen',
  continue: 'Weiter',

  touch: 'Berühren Sie jetzt Ihren Schlüssel',
  touchHint: 'Er blinkt. Legen Sie einen Finger auf die Metallfläche, oder drücken Sie seinen Knopf.',

  done: 'Ihr Schlüssel ist bereit',
  doneText: 'Keydesk hat es gerade ausprobiert: Sie können sich damit anmelden.',
  doneNext: [
    'Wenn Microsoft Sie das nächste Mal nach der Anmeldung fragt, wählen Sie „Gesicht, Fingerabdruck, PIN oder Sicherheitsschlüssel“.',
    'Stecken Sie den Schlüssel ein, geben Sie Ihre PIN ein und berühren Sie ihn.',
    'Tragen Sie den Schlüssel bei sich. Geht er verloren, sagen Sie es sofort dem Helpdesk.',
  ],
  waiting: 'Ihr Schlüssel ist aktiviert',
  waitingText:
    'Ihnen hat noch niemand einen Passkey zugewiesen. Sagen Sie es dem Helpdesk und kommen Sie dann mit diesem Schlüssel wieder.',
  finish: 'Beenden',
  failed: 'Das hat nicht geklappt',

  errors: {
    'activation-code-wrong': () => ({
      message: 'Dieser Benutzername und dieser Aktivierungscode gehören nicht zusammen.',
      next: 'Prüfen Sie beide. Nach fünf falschen Versuchen ist der Code gesperrt.',
    }),
    'activation-code-blocked': () => ({
      message: 'Dieser Aktivierungscode wurde zu oft falsch eingegeben und ist gesperrt.',
      next: NEUER_CODE,
    }),
    'activation-code-expired': () => ({ message: 'Dieser Aktivierungscode ist abgelaufen.', next: NEUER_CODE }),
    'activation-code-used': () => ({
      message: 'Dieser Aktivierungscode wurde schon verwendet: Der Passkey dazu ist angelegt.',
      next: 'Versuchen Sie, sich mit Ihrem Schlüssel anzumelden. Geht das nicht, gibt Ihnen der Helpdesk einen neuen Code.',
    }),
    'activation-code-withdrawn': () => ({ message: 'Dieser Aktivierungscode gilt nicht mehr.', next: NEUER_CODE }),
    'activation-throttled': p => ({
      message: 'An dieser Station wurden zu viele falsche Codes eingegeben.',
      next: `Warten Sie ${p.minutes === 1 ? 'eine Minute' : `${p.minutes ?? 10} Minuten`} und versuchen Sie es dann noch einmal.`,
    }),
    'activation-sitting-over': () => ({
      message: 'Das hat zu lange gedauert; Keydesk weiß nicht mehr, wer Sie sind.',
      next: 'Beginnen Sie von vorn.',
    }),
    'activation-sign-in-invalid': () => ({
      message: 'Diese Anmeldung beweist nicht, wer Sie sind.',
      next: 'Melden Sie sich noch einmal an. Bleibt es dabei, sagen Sie es dem Helpdesk.',
    }),
    'activation-sign-in-old': () => ({
      message: 'Der Browser hat eine Anmeldung von früher genommen, statt Sie zu fragen.',
      next: 'Schließen Sie die anderen Fenster des Browsers und melden Sie sich mit Ihrem Passwort an.',
    }),
    'sign-in-declined': () => ({
      message: 'Die Anmeldung wurde abgebrochen.',
      next: 'Melden Sie sich noch einmal an.',
    }),
    'sign-in-timeout': () => ({ message: 'Niemand hat sich angemeldet.', next: 'Melden Sie sich noch einmal an.' }),
    'user-not-found': () => ({ message: 'Ihr Konto ist nicht zu finden.', next: HELPDESK }),
    'user-is-disabled': () => ({ message: 'Ihr Konto ist gesperrt.', next: HELPDESK }),
    'user-is-guest': () => ({ message: 'Gäste können hier keinen Schlüssel aktivieren.', next: HELPDESK }),
    'pin-wrong': p => ({
      message: `Die PIN ist falsch.${typeof p.retries === 'number' ? ` Noch ${p.retries} Versuche.` : ''}`,
      next: 'Prüfen Sie die PIN und geben Sie sie noch einmal ein.',
    }),
    'pin-soft-blocked': () => ({
      message: 'Zu viele falsche PINs hintereinander; der Schlüssel macht eine Pause.',
      next: 'Ziehen Sie ihn ab, stecken Sie ihn wieder ein und geben Sie die richtige PIN ein.',
    }),
    'pin-blocked': () => ({ message: 'Die PIN dieses Schlüssels ist endgültig gesperrt.', next: ANDERER }),
    'pin-breaks-rule': p => ({
      message: p.rule === 'weak' ? schwachePin(p.weakness) : 'Diese PIN nimmt der Schlüssel nicht an.',
      next: 'Wählen Sie eine andere, die den Regeln entspricht.',
    }),
    'pin-unchanged': () => ({
      message: 'Das ist die PIN, mit der Sie den Schlüssel bekommen haben.',
      next: 'Wählen Sie eine andere, die nur Sie kennen.',
    }),
    'touch-timeout': () => ({
      message: 'Der Schlüssel wurde nicht rechtzeitig berührt.',
      next: 'Beginnen Sie von vorn.',
    }),
    'key-belongs-to-another': () => ({ message: 'Dieser Schlüssel gehört jemand anderem.', next: ANDERER }),
    'key-reported-lost': () => ({
      message: 'Dieser Schlüssel wurde als verloren gemeldet.',
      next: 'Bringen Sie ihn dem Helpdesk.',
    }),
    'key-retired': () => ({ message: 'Dieser Schlüssel wird nicht mehr verwendet.', next: ANDERER }),
    'key-full': () => ({ message: 'Auf dem Schlüssel ist kein Platz mehr.', next: ANDERER }),
    'key-not-fido2': () => ({ message: 'Dieses Gerät ist kein Sicherheitsschlüssel mit FIDO2.', next: ANDERER }),
    'key-model-refused': () => ({ message: 'Vor diesem Modell wird gewarnt.', next: ANDERER }),
    'key-busy': () => ({
      message: 'Ein anderes Programm verwendet den Schlüssel.',
      next: 'Schließen Sie Browserfenster, die nach dem Schlüssel fragen, und versuchen Sie es noch einmal.',
    }),
    'key-silent': () => ({
      message: 'Der Schlüssel antwortet nicht.',
      next: 'Ziehen Sie ihn ab, stecken Sie ihn wieder ein und beginnen Sie von vorn.',
    }),
    'credential-excluded': () => ({ message: 'Auf diesem Schlüssel ist schon ein Passkey von Ihnen.', next: HELPDESK }),
    'policy-model-not-allowed': () => ({ message: 'Dieses Modell lässt Ihre Organisation nicht zu.', next: ANDERER }),
    'policy-user-not-targeted': () => ({
      message: 'Ihre Organisation hat Passkeys für Sie noch nicht freigegeben.',
      next: HELPDESK,
    }),
    'policy-user-excluded': () => ({ message: 'Ihre Organisation hat Sie von Passkeys ausgenommen.', next: HELPDESK }),
    'policy-method-disabled': () => ({
      message: 'Ihre Organisation hat Passkeys nicht eingeschaltet.',
      next: HELPDESK,
    }),
    'graph-unreachable': () => ({ message: 'Microsoft ist nicht zu erreichen.', next: NOCH_EINMAL }),
    'graph-timeout': () => ({ message: 'Microsoft hat nicht rechtzeitig geantwortet.', next: NOCH_EINMAL }),
    'graph-unavailable': () => ({ message: 'Microsoft ist gerade überlastet.', next: NOCH_EINMAL }),
    'graph-forbidden': () => ({ message: 'Diese Station darf Ihren Passkey nicht eintragen.', next: HELPDESK }),
    cancelled: () => ({ message: 'Abgebrochen.', next: 'Beginnen Sie von vorn, wann immer Sie wollen.' }),
    internal: () => ({ message: 'In Keydesk ist ein Fehler aufgetreten.', next: NOCH_EINMAL }),
  },
};

const schwaechen: Readonly<Record<PinWeakness, string>> = {
  repeated: 'Sie wiederholt dieselben Zeichen.',
  mirrored: 'Sie ist vorwärts und rückwärts gleich.',
  sequence: 'Ihre Zeichen folgen aufeinander: als Zahlen, im Alphabet oder auf der Tastatur.',
  year: 'Sie ist eine Jahreszahl.',
  date: 'Sie ist ein Datum.',
  common: 'Viele wählen sie.',
};

function schwachePin(weakness: ErrorParams[string] | undefined): string {
  const why = (schwaechen as Record<string, string>)[String(weakness)] ?? schwaechen.common;
  return `Diese PIN ist leicht zu erraten. ${why}`;
}
