import type { errorsOfPerson as en } from '../../en/station/personErrors.ts';
import type { Translation } from '../../types.ts';

export const errorsOfPerson: Translation<typeof en> = {
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
};
