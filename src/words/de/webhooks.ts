import type { webhooks as en } from '../en/webhooks.ts';
import type { Translation } from '../types.ts';

export const webhooks: Translation<typeof en> = {
  types: {
    'user.imported': 'Benutzer importiert',
    'passkey.assigned': 'Passkey zugewiesen',
    'security-key.activated': 'Sicherheitsschlüssel aktiviert',
    'passkey.registered': 'Passkey registriert',
    'passkey.failed': 'Passkey fehlgeschlagen',
    'passkey.revoked': 'Passkey widerrufen',
    'passkey.cancelled': 'Zuweisung abgebrochen',
    'passkey.expired': 'Zuweisung abgelaufen',
  },
  states: {
    active: 'Aktiv',
    disabled: 'Deaktiviert',
    gone: 'Deaktiviert: 410 Gone',
    'secret-missing': 'Geheimnis fehlt',
    'tenant-unknown': 'Deaktiviert: Mandant nicht bekannt',
  },
  deliveryStates: { waiting: 'Wartend', delivered: 'Zugestellt', dead: 'Aufgegeben' },
};
