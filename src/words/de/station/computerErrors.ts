import type { errorsOfComputer as en } from '../../en/station/computerErrors.ts';
import type { Translation } from '../../types.ts';

export const errorsOfComputer: Translation<typeof en> = {
  other: { message: 'Das ist gerade nicht möglich.', next: 'Zeigen Sie dem Helpdesk die Angaben unten.' },
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
  recordAway: {
    message: 'Diese Station erreicht ihren Datenbestand gerade nicht.',
    next: 'Versuchen Sie es in einigen Minuten noch einmal. Wenn es wieder geschieht, fragen Sie Ihren Helpdesk.',
  },
  'invalid-input': {
    message: 'Diese Eingabe ist nicht verwendbar.',
    next: 'Prüfen Sie sie und versuchen Sie es noch einmal.',
  },
};
