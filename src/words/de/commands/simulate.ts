import type { simulate as en } from '../../en/commands/simulate.ts';
import type { Translation } from '../../types.ts';

export const simulate: Translation<typeof en> = {
  description: 'ein Sicherheitsschlüssel oder ein Mandant als Software, für Tests und Schulungen',
  key: 'ein Sicherheitsschlüssel über UDP; nur mit Testgeheimnissen',
  profile: 'CTAP 2.3 oder CTAP 2.0',
  touch: 'auto, never, manual (über --control) oder eine Verzögerung in ms',
  capacity: 'Anzahl der residenten Anmeldeinformationen, die Platz haben',
  state: 'Datei, die seinen Zustand speichert',
  control: 'HTTP auf diesem Computer: POST /power/on, /power/off, /touch; PUT /faults; GET /state',
  graph: 'ein Microsoft Entra ID-Mandant mit den Aufrufen von Microsoft Graph, die Keydesk verwendet',
  port: 'Port auf 127.0.0.1; 0 nimmt einen freien Port',
  users: 'Anzahl der Benutzer im Mandanten',
  teams: 'Anzahl der Gruppen zusätzlich zu den Abteilungen',
  seed: 'beliebiger Text: Jeder ergibt einen anderen Mandanten mit eigenen IDs. Ein Mandant in einer Zustandsdatei behält seine',
  loginPort: 'Port seiner Anmeldung auf localhost; 0 nimmt einen freien Port',
};
