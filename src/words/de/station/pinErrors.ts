import type { errorsOfPin as en } from '../../en/station/pinErrors.ts';
import type { Translation } from '../../types.ts';

export const errorsOfPin: Translation<typeof en> = {
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
};
