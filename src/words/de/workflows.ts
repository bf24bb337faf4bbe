import type { workflows as en } from '../en/workflows.ts';
import type { Translation } from '../types.ts';

export const workflows: Translation<typeof en> = {
  triggers: {
    'user-imported': 'Neuer Benutzer importiert',
    'security-key-activated': 'Neuer Sicherheitsschlüssel aktiviert (empfohlen)',
  },
  copyName: '{name} (Kopie)',
  existing: { skip: 'Überspringen', backup: 'Einen Reserve-Passkey zuweisen' },
  runStates: {
    assigned: 'Zugewiesen',
    registered: 'Registriert',
    skipped: 'Übersprungen',
    retrying: 'Wird wiederholt',
    attention: 'Braucht Aufmerksamkeit',
  },
  states: { enabled: 'Aktiviert', disabled: 'Deaktiviert', 'group-missing': 'Gruppe fehlt' },
  skips: {
    'has-passkey': 'hat schon einen Passkey',
    'has-backup': 'hat schon einen Passkey und eine Reserve',
    'already-assigned': 'hat schon einen zugewiesenen Passkey',
    guest: 'ist ein Gast; Gäste können in diesem Mandanten keine Passkeys haben',
    disabled: 'ist deaktiviert',
    left: 'ist aus dem Verzeichnis ausgeschieden',
    'not-in-group': 'ist nicht in der Gruppe',
    'older-workflow': 'ein älterer Workflow gilt',
    'assignment-cancelled': 'die Zuweisung wurde abgebrochen',
    'assignment-expired': 'die Zuweisung ist abgelaufen',
    'passkey-revoked': 'der Passkey wurde widerrufen',
  },
  skipped: {
    'has-passkey':
      '{count, plural, one {# Benutzer wird übersprungen, weil er schon einen Passkey hat.} other {# Benutzer werden übersprungen, weil sie schon einen Passkey haben.}}',
    'has-backup':
      '{count, plural, one {# Benutzer wird übersprungen, weil er schon einen Passkey und eine Reserve hat.} other {# Benutzer werden übersprungen, weil sie schon einen Passkey und eine Reserve haben.}}',
    'already-assigned':
      '{count, plural, one {# Benutzer wird übersprungen, weil ihm schon ein Passkey zugewiesen ist.} other {# Benutzer werden übersprungen, weil ihnen schon ein Passkey zugewiesen ist.}}',
    guest:
      '{count, plural, one {# Gast wird übersprungen, weil Gäste in diesem Mandanten keine Passkeys haben können.} other {# Gäste werden übersprungen, weil Gäste in diesem Mandanten keine Passkeys haben können.}}',
    disabled:
      '{count, plural, one {# deaktivierter Benutzer wird übersprungen.} other {# deaktivierte Benutzer werden übersprungen.}}',
    left: '{count, plural, one {# Benutzer wird übersprungen, weil er aus dem Verzeichnis ausgeschieden ist.} other {# Benutzer werden übersprungen, weil sie aus dem Verzeichnis ausgeschieden sind.}}',
    'not-in-group':
      '{count, plural, one {# Benutzer wird übersprungen, weil er nicht in der Gruppe ist.} other {# Benutzer werden übersprungen, weil sie nicht in der Gruppe sind.}}',
    'older-workflow':
      '{count, plural, one {# Benutzer wird übersprungen, weil für ihn ein älterer Workflow gilt.} other {# Benutzer werden übersprungen, weil für sie ein älterer Workflow gilt.}}',
    'assignment-cancelled':
      '{count, plural, one {# Benutzer wird übersprungen, weil seine Zuweisung abgebrochen wurde.} other {# Benutzer werden übersprungen, weil ihre Zuweisungen abgebrochen wurden.}}',
    'assignment-expired':
      '{count, plural, one {# Benutzer wird übersprungen, weil seine Zuweisung abgelaufen ist.} other {# Benutzer werden übersprungen, weil ihre Zuweisungen abgelaufen sind.}}',
    'passkey-revoked':
      '{count, plural, one {# Benutzer wird übersprungen, weil sein Passkey widerrufen wurde.} other {# Benutzer werden übersprungen, weil ihre Passkeys widerrufen wurden.}}',
  },
  onImport: {
    everybody:
      'Wenn ein Benutzer zum ersten Mal importiert wird, wird ein Microsoft-Passkey zugewiesen. Er wird angelegt, wenn für diesen Benutzer ein Sicherheitsschlüssel eingesteckt wird.',
    group:
      'Wenn ein Benutzer von „{group}“ oder einer Gruppe darin zum ersten Mal importiert wird, wird ein Microsoft-Passkey zugewiesen. Er wird angelegt, wenn für diesen Benutzer ein Sicherheitsschlüssel eingesteckt wird.',
  },
  onActivation: {
    everybody:
      'Wenn ein Benutzer einen Sicherheitsschlüssel aktiviert, wird ein Microsoft-Passkey zugewiesen und sofort auf diesem Schlüssel angelegt und registriert.',
    group:
      'Wenn ein Benutzer von „{group}“ oder einer Gruppe darin einen Sicherheitsschlüssel aktiviert, wird ein Microsoft-Passkey zugewiesen und sofort auf diesem Schlüssel angelegt und registriert.',
  },
  skipExisting: {
    everybody: 'Benutzer, die schon einen Passkey haben, werden übersprungen.',
    group: 'Benutzer von „{group}“, die schon einen Passkey haben, werden übersprungen.',
  },
  backupExisting: {
    everybody: 'Benutzer, die schon einen Passkey haben, erhalten eine Reserve.',
    group: 'Benutzer von „{group}“, die schon einen Passkey haben, erhalten eine Reserve.',
  },
  counted: 'Als Passkey zählen: {kinds}.',
  rest: 'Gäste und deaktivierte Benutzer werden übersprungen. Treffen zwei Workflows zu, gilt der ältere.',
  preview: {
    notImported: 'Es sind noch keine Benutzer importiert; deshalb ist ihre Anzahl nicht bekannt.',
    matching:
      '{count, plural, one {Heute trifft der Workflow auf # Benutzer zu.} other {Heute trifft der Workflow auf # Benutzer zu.}}',
    assigned:
      '{primary, plural, =0 {{backup, plural, =0 {Keinem Benutzer würde ein Passkey zugewiesen.} one {# Benutzer bekäme einen Reserve-Passkey zugewiesen.} other {# Benutzer bekämen einen Reserve-Passkey zugewiesen.}}} one {{backup, plural, =0 {{primary, number} Benutzer bekäme einen Passkey zugewiesen.} one {{primary, number} Benutzer bekäme einen Passkey zugewiesen, # Benutzer einen Reserve-Passkey.} other {{primary, number} Benutzer bekäme einen Passkey zugewiesen, # Benutzer einen Reserve-Passkey.}}} other {{backup, plural, =0 {{primary, number} Benutzer bekämen einen Passkey zugewiesen.} one {{primary, number} Benutzer bekämen einen Passkey zugewiesen, # Benutzer einen Reserve-Passkey.} other {{primary, number} Benutzer bekämen einen Passkey zugewiesen, # Benutzer einen Reserve-Passkey.}}}}',
  },
};
