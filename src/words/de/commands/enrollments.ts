import type { enrollments as en } from '../../en/commands/enrollments.ts';
import type { Translation } from '../../types.ts';

export const enrollments: Translation<typeof en> = {
  description: 'unterbrochene Einrichtungen',
  list: 'nicht abgeschlossene Einrichtungen auflisten, nachdem Keydesk versucht hat, sie automatisch zu erledigen',
  finish:
    'eine Einrichtung mit ihrem Schlüssel fertigstellen: die Anmeldung nachweisen oder entfernen, was Microsoft Entra ID nie registriert hat',
  id: 'ID, wie die Liste sie zeigt',
  key: 'hid:PATH, udp:PORT:REPLYPORT oder practice; erforderlich, wenn mehrere eingesteckt sind',
  discard: 'eine Einrichtung verwerfen; Schlüssel und Microsoft Entra ID bleiben unverändert',
  none: 'Es gibt keine nicht abgeschlossenen Einrichtungen.',
  headings: 'Benutzer|Status|Begonnen|ID|Fehler',
};
