import type { assignments as en } from '../en/assignments.ts';
import type { Translation } from '../types.ts';

export const assignments: Translation<typeof en> = {
  states: {
    pending: 'Ausstehend',
    provisioning: 'In Arbeit',
    active: 'Aktiv',
    failed: 'Fehlgeschlagen',
    revoked: 'Widerrufen',
    expired: 'Abgelaufen',
    cancelled: 'Abgebrochen',
  },
  purposes: { primary: 'Primär', backup: 'Reserve', additional: 'Zusätzlich' },
  sources: { desk: 'Arbeitsplatz', workflow: 'Workflow', import: 'Import' },
  sourceOf: '{source}: {workflow}',
  reasons: {
    assigned: 'Sobald der Benutzer seinen Sicherheitsschlüssel aktiviert, kann er den Passkey verwenden.',
    'enrolment-started': 'Der Passkey wird gerade angelegt.',
    registered: 'Registriert; die Anmeldung ist nachgewiesen.',
    'registered-unproven': 'Registriert; die Anmeldung ist noch nicht nachgewiesen.',
    adopted: 'Der Passkey wurde anderswo angelegt und hier später erfasst.',
    'enrolment-failed': 'Der Passkey konnte nicht angelegt werden.',
    'enrolment-cancelled': 'Die Einrichtung wurde abgebrochen.',
    'enrolment-interrupted': 'Eine Einrichtung wurde unterbrochen.',
    retried: 'Wird noch einmal versucht.',
    'cancelled-by-staff': 'Von Mitarbeitern abgebrochen.',
    expired: 'Der Benutzer hat nicht rechtzeitig einen Schlüssel aktiviert.',
    'passkey-deleted': 'Der Passkey wurde in Microsoft Entra ID gelöscht.',
    'revoked-by-staff': 'Von Mitarbeitern widerrufen.',
    'key-lost': 'Der Schlüssel wurde als verloren gemeldet.',
    'key-retired': 'Der Schlüssel wurde ausgemustert.',
    'key-returned': 'Der Schlüssel wurde zurückgegeben.',
    'key-reset': 'Der Schlüssel wurde zurückgesetzt; dabei wurde der Passkey gelöscht.',
    'credential-deleted': 'Der Passkey wurde vom Schlüssel gelöscht.',
    'assigned-elsewhere': 'Der Benutzer hatte bereits eine, als dieser Arbeitsplatz dem Datenbestand beitrat.',
    replaced: 'Ein anderer Passkey ist an seine Stelle getreten.',
  },
  accounts: { left: 'Benutzer gelöscht', disabled: 'Benutzer deaktiviert' },
  adviceWithPasskey: {
    left: 'Der Benutzer wurde in Microsoft Entra ID gelöscht: Löschen Sie den Passkey, und melden Sie den Schlüssel als zurückgegeben.',
    disabled:
      'Das Konto ist deaktiviert, also kann sich niemand mit dem Passkey anmelden. Kommt der Benutzer nicht zurück, löschen Sie ihn, und melden Sie den Schlüssel als zurückgegeben.',
  },
  adviceWaiting: {
    left: 'Der Benutzer wurde in Microsoft Entra ID gelöscht: Brechen Sie die Zuweisung ab.',
    disabled: 'Das Konto ist deaktiviert. Ein Passkey kann angelegt werden, sobald es wieder aktiviert ist.',
  },
  withAdvice: '{why} {advice}',
  stillInEntra: '{why} Falls Microsoft Entra ID ihn noch hat, löschen Sie ihn auch dort.',
  deletionDue: '{why} Der Passkey muss in Microsoft Entra ID noch gelöscht werden.',
};
