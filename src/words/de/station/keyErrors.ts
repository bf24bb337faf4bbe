import type { errorsOfKey as en } from '../../en/station/keyErrors.ts';
import type { Translation } from '../../types.ts';

export const errorsOfKey: Translation<typeof en> = {
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
};
