import type { connections as en } from '../en/connections.ts';
import type { Translation } from '../types.ts';

export const connections: Translation<typeof en> = {
  checks: {
    token: 'Angemeldet',
    clock: 'Uhr dieses Computers',
    'permission-passkeys': 'Berechtigung: Passkeys von Benutzern',
    'permission-users': 'Berechtigung: Benutzer lesen',
    'permission-groups': 'Berechtigung: Gruppen lesen',
    'permission-policy': 'Berechtigung: Passkey-Richtlinie lesen',
    'permission-reports': 'Berechtigung: lesen, wer einen Passkey hat',
    role: 'Rolle: Authentifizierungsadministrator',
    users: 'Benutzer sind lesbar',
    groups: 'Gruppen sind lesbar',
    registrations: 'Bericht über Registrierungen ist lesbar',
    policy: 'Passkey-Richtlinie ist lesbar',
    'creation-options': 'Dem Benutzer kann ein Passkey angeboten werden',
    'user-sign-in': 'Benutzer können sich an einer Aktivierungsstation anmelden',
  },
  statuses: { passed: 'Bestanden', failed: 'Fehlgeschlagen', 'not-needed': 'Nicht nötig', unknown: 'Nicht bekannt' },
  details: {
    'license-needed': 'erfordert Microsoft Entra ID P1 oder P2; dieser Mandant hat das nicht',
    'roles-not-told': 'die Anmeldung enthält keine Rollen; erst eine Einrichtung zeigt es',
    'sign-in-untried': 'erst eine Anmeldung zeigt es; probieren Sie mit dieser Prüfung eine aus',
  },
  globalOnly:
    'Microsoft Graph registriert Passkeys für andere nur in der globalen Cloud. In den anderen Clouds liest Keydesk Benutzer, Gruppen und die Richtlinie, kann aber keine Passkeys anlegen.',
  tenantWithId: '{name} ({tenantId})',
  signIns: {
    browser: 'Browser',
    'device-code': 'Gerätecode',
    certificate: 'Zertifikat',
    secret: 'Geheimer Clientschlüssel',
    token: 'Token',
  },
};
