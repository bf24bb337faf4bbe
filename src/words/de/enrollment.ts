import type { enrollment as en } from '../en/enrollment.ts';
import type { Translation } from '../types.ts';

export const enrollment: Translation<typeof en> = {
  journalStates: {
    'options-fetched': 'es wurde noch nichts geschrieben',
    'key-prepared': 'der Schlüssel wurde vorbereitet',
    'credential-created': 'der Passkey ist auf dem Schlüssel, aber nicht registriert',
    registered: 'der Passkey ist registriert, aber die Anmeldung ist nicht nachgewiesen',
    proven: 'der Passkey ist registriert, und die Anmeldung ist nachgewiesen',
    done: 'erledigt',
    'cleaned-up': 'aufgeräumt',
    'needs-attention': 'braucht Aufmerksamkeit',
  },
  submissions: {
    none: 'nicht an Microsoft Entra ID gesendet',
    unknown: 'gesendet, aber es kam keine Antwort',
    refused: 'von Microsoft Entra ID abgelehnt',
  },
  looking: 'Microsoft Entra ID hat den Passkey vielleicht; Keydesk prüft weiter',
  waits: {
    throttled: 'Microsoft Graph erhält zu viele Anforderungen; Keydesk soll warten',
    unreachable: 'Microsoft Graph ist nicht erreichbar',
    timeout: 'Microsoft Graph hat nicht rechtzeitig geantwortet',
    unavailable: 'Microsoft Graph ist zurzeit nicht verfügbar',
  },
};
