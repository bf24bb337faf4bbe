import type { assignments as en } from '../../en/commands/assignments.ts';
import type { Translation } from '../../types.ts';

export const assignments: Translation<typeof en> = {
  description: 'geplante und aktive Passkeys und ihr Status',
  list: 'Zuweisungen auflisten, die zuletzt geänderten zuerst',
  none: 'Es ist kein Passkey zugewiesen.',
  count: '{state}: {count, number}',
  assign: 'einem Benutzer einen Passkey zuweisen; er wird angelegt, wenn der Benutzer einen Schlüssel aktiviert',
  purpose: 'Zweck des Passkeys',
  expires: 'wann die Zuweisung abläuft, wenn kein Schlüssel aktiviert wurde; bei einem Tag dessen Ende (ISO 8601)',
  assigned: '{name} zugewiesen. {reason}',
  cancel: 'eine ausstehende oder fehlgeschlagene Zuweisung abbrechen',
  retry: 'eine fehlgeschlagene Zuweisung wieder auf „ausstehend“ setzen',
  revoke: 'eine aktive Zuweisung widerrufen: ihren Passkey in Microsoft Entra ID löschen',
  deleteErased: 'einen Passkey in Microsoft Entra ID löschen, der vom Schlüssel gelöscht wurde',
  id: 'ID, wie assignments list sie zeigt',
  changed: '{name}: {state}. {reason}',
  export: 'Zuweisungen in eine Datei schreiben',
  state: 'nur mit diesem Status',
  account: 'von Benutzern, die in Microsoft Entra ID gelöscht oder deaktiviert wurden',
  user: 'dieses Benutzers: Objekt-ID oder Benutzerprinzipalname',
  key: 'auf diesem Schlüssel: Seriennummer, AAGUID oder Bestands-ID',
  group: 'von Mitgliedern dieser importierten Gruppe, mit Objekt-ID',
  workflow: 'dieses Workflows',
  text: 'mit diesem Text im Namen von Benutzer, Passkey, Schlüssel oder Workflow',
  headings: 'ID|Benutzer|Zweck|Status|Schlüssel|Geändert|Warum',
};
