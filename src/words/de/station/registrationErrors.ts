import type { errorsOfRegistration as en } from '../../en/station/registrationErrors.ts';
import type { Translation } from '../../types.ts';

export const errorsOfRegistration: Translation<typeof en> = {
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
  'passkey-unproven': {
    message: 'Sie haben schon einen Passkey auf einem anderen Schlüssel. Er ist noch nicht fertig.',
    next: 'Stecken Sie den Schlüssel ein, den Sie zuvor verwendet haben. Haben Sie ihn nicht, wenden Sie sich an den Helpdesk.',
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
};
