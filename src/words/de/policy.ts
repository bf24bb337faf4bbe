import type { policy as en } from '../en/policy.ts';
import type { Translation } from '../types.ts';

export const policy: Translation<typeof en> = {
  unknownState:
    'Die Methode „Passkey (FIDO2)“ ist in einem Zustand, den Keydesk nicht kennt. Prüfen Sie sie im Entra Admin Center.',
  off: 'Die Methode „Passkey (FIDO2)“ ist deaktiviert: Kein Benutzer kann einen Schlüssel registrieren.',
  nobody: 'Kein Benutzer darf einen Schlüssel registrieren: Die Richtlinie nennt keine Benutzer und keine Gruppen.',
  targets: 'Einen Schlüssel registrieren dürfen: {targets}.',
  target: '{target} ({profiles})',
  noProfile: 'kein Profil',
  excluded: 'Ausgeschlossen: {targets}.',
  noSelfService:
    'Self-Service-Einrichtung ist nicht zugelassen: Schlüssel können nur über Graph beta registriert werden.',
  deprecated: 'Der Mandant hat noch keine Passkeyprofile; das sind seine früheren Einstellungen.',
  who: {
    all: 'alle Benutzer',
    group: 'Gruppe „{name}“',
    user: 'Benutzer „{name}“',
    groupId: 'Gruppe {id}',
    userId: 'Benutzer {id}',
    unknown: '{id} (einer Art, die Keydesk nicht kennt)',
  },
  profile: '{name}: {models}; {attestation}.',
  models: {
    none: 'jedes Schlüsselmodell',
    allow: 'nur diese Modelle: {models}',
    allowNone: 'kein Schlüsselmodell',
    block: 'jedes Schlüsselmodell außer: {models}',
    unknown: 'eine Modellliste einer Art, die Keydesk nicht kennt',
    synced: 'keine Sicherheitsschlüssel, nur synchronisierte Passkeys',
  },
  attestation: {
    disabled: 'keine Attestierung',
    registrationOnly: 'Attestierung bei der Registrierung',
    unknown: 'Attestierung „{setting}“, die Keydesk nicht kennt',
  },
  group: '{name}: {id}',
};
