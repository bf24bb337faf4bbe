import type { activationErrors as en, activationAdvice as enAdvice } from '../en/activationErrors.ts';
import type { Translation } from '../types.ts';

export const activationErrors: Translation<typeof en> = {
  'activation-sign-in-invalid': {
    message:
      '{why, select, null {Diese Anmeldung beweist nicht, wer Sie sind.} other {Diese Anmeldung beweist nicht, wer Sie sind. {why}}}',
    next: 'Melden Sie sich noch einmal an. Tritt es wieder auf, sagen Sie es dem Helpdesk.',
  },
  'activation-sign-in-old': {
    message: 'Der Browser hat eine frühere Anmeldung verwendet, statt Sie zu fragen.',
    next: 'Melden Sie sich noch einmal an und geben Sie Ihr Kennwort ein. Schließen Sie zuvor andere Fenster dieses Browsers.',
  },
  'activation-sign-in-untimed': {
    message:
      'Die Anmeldung enthält nicht, wann sich der Benutzer angemeldet hat. Deshalb beweist sie nicht, dass er es jetzt getan hat.',
    next: '{claim} Führen Sie dann „Verbindung prüfen“ mit der Anmeldung eines Benutzers aus. Verwenden Sie bis dahin Aktivierungscodes.',
    command:
      '{claim} Führen Sie dann keydesk connection check --user-sign-in aus. Verwenden Sie bis dahin Aktivierungscodes.',
    check: '{claim} Prüfen Sie dann noch einmal. Verwenden Sie bis dahin Aktivierungscodes.',
  },
  'activation-sign-in-unavailable': {
    message: 'An dieser Station können sich Benutzer nicht anmelden.',
    next: 'Verwenden Sie einen Aktivierungscode vom Helpdesk.',
  },
  'activation-code-wrong': {
    message:
      'Dieser Benutzername und dieser Aktivierungscode gehören nicht zusammen, oder der Code ist nicht mehr gültig.',
    next: 'Prüfen Sie beide. Nach fünf falschen Versuchen ist ein Code gesperrt. Lassen Sie sich vom Helpdesk einen neuen geben.',
  },
  'activation-code-expired': {
    message: 'Dieser Aktivierungscode ist abgelaufen.',
    next: 'Lassen Sie sich vom Helpdesk einen neuen geben.',
  },
  'activation-code-used': {
    message: 'Dieser Aktivierungscode wurde schon verwendet: Der Passkey dazu ist angelegt.',
    next: 'Versuchen Sie, sich mit Ihrem Schlüssel anzumelden. Geht das nicht, lassen Sie sich vom Helpdesk einen neuen Code geben.',
  },
  'activation-code-withdrawn': {
    message: 'Dieser Aktivierungscode ist nicht mehr gültig. Vielleicht gibt es einen neueren.',
    next: 'Lassen Sie sich vom Helpdesk einen neuen geben.',
  },
  'activation-code-not-found': {
    message: 'Diesen offenen Aktivierungscode gibt es nicht.',
    next: 'Sehen Sie in der Liste nach: Vielleicht wurde er verwendet oder zurückgezogen.',
    command: 'Vielleicht wurde er verwendet oder zurückgezogen. Listen Sie die Codes auf: keydesk activation list.',
  },
  'activation-throttled': {
    message: 'An dieser Station wurden zu viele falsche Codes eingegeben.',
    next: '{minutes, select, null {Warten Sie 10 Minuten und versuchen Sie es noch einmal.} other {{minutes, plural, one {Warten Sie # Minute und versuchen Sie es noch einmal.} other {Warten Sie # Minuten und versuchen Sie es noch einmal.}}}}',
  },
  'activation-sitting-over': {
    message: 'Das hat zu lange gedauert; Keydesk weiß nicht mehr, wer Sie sind.',
    next: 'Beginnen Sie von vorn.',
  },
  'activation-running': {
    message: 'Ihr Schlüssel wird schon aktiviert.',
    next: 'Schließen Sie das ab, oder brechen Sie es zuerst ab.',
  },
  'pin-unchanged': {
    message: 'Das ist schon die PIN des Schlüssels.',
    next: 'Wählen Sie eine andere PIN, die nur Sie kennen.',
  },
  'station-locked': {
    message: 'Diese Station dient nur zum Aktivieren von Schlüsseln.',
    next: 'Entsperren Sie sie mit: keydesk station unlock (auf diesem Computer).',
  },
};

export const activationAdvice: Translation<typeof enAdvice> = {
  claim:
    'Fügen Sie dem ID-Token den optionalen Anspruch auth_time hinzu: im Entra Admin Center unter „App-Registrierungen“, „Tokenkonfiguration“, „Optionalen Anspruch hinzufügen“, „ID“, auth_time.',
};
