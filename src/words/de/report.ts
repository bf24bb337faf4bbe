import type { report as en } from '../en/report.ts';
import type { Translation } from '../types.ts';

export const report: Translation<typeof en> = {
  document: 'Keydesk: Zuweisungen',
  title: 'Passkey-Zuweisungen',
  tenant: 'Mandant {tenant}. Stand: {time}.',
  usersAt: 'Stand der Benutzer: {time}.',
  noUsers: 'Es wurden keine Benutzer importiert.',
  count: '{state} {count, number}',
  listed: 'Aufgeführt {count, number}',
  utc: '{time} UTC',
  none: '—',
  foot: 'Keydesk, {time}',
  page: 'Seite {page, number}',
  columns: {
    user: 'Benutzer',
    state: 'Status',
    why: 'Warum',
    purpose: 'Zweck',
    key: 'Sicherheitsschlüssel',
    source: 'Quelle',
    changed: 'Geändert',
  },
  filters: 'Filter: {filters}',
  filter: {
    state: 'Status {value}',
    user: 'Benutzer {value}',
    text: 'Text {value}',
    key: 'Schlüssel {value}',
    group: 'Gruppe {value}',
    workflow: 'Workflow {value}',
    from: 'Geändert ab {value}',
    to: 'Geändert vor {value}',
  },
};
