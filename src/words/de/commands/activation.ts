import type { activation as en } from '../../en/commands/activation.ts';
import type { Translation } from '../../types.ts';

export const activation: Translation<typeof en> = {
  description: 'Einmalcodes für Benutzer, die ihre Schlüssel selbst aktivieren',
  code: 'einen Code für einen Benutzer erstellen; er wird nur einmal angezeigt und ersetzt frühere Codes',
  hours: 'Stunden, bis er abläuft (Standard: 72)',
  list: 'die Codes auflisten, ohne die Codes selbst',
  withdraw: 'einen offenen Code zurückziehen',
  id: 'ID, wie die Liste sie zeigt',
  shownOnce: '{code}  (nur einmal angezeigt)',
  codeLabel: 'Code',
  userLabel: 'Benutzer',
  expiresLabel: 'Läuft ab',
  handOver: 'Geben Sie ihn dem Benutzer persönlich oder auf einem Weg, der sicher nur ihn erreicht.',
  none: 'Es gibt keine Codes.',
  headings: 'Status|Benutzer|Erstellt|Läuft ab|ID',
  withdrawn: 'Der Code von {user} ist zurückgezogen.',
};
