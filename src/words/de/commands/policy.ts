import type { policy as en } from '../../en/commands/policy.ts';
import type { Translation } from '../../types.ts';

export const policy: Translation<typeof en> = {
  description: 'wer welchen Schlüssel registrieren darf, nach der Passkey-Richtlinie des Mandanten',
  show: 'die Richtlinie in Worten und die Schlüsselmodelle zeigen, die sie zulässt',
  refresh: 'Microsoft Entra ID fragen, auch wenn die letzte Antwort neu ist',
  check: 'vorab prüfen, ob eine Registrierung abgelehnt wird und durch welche Regel; es wird nichts geschrieben',
  key: 'ein eingesteckter Schlüssel: hid:PATH, udp:PORT:REPLYPORT oder practice',
  aaguid: 'ein Schlüsselmodell',
  asOf: 'Stand: {time}.',
  groups: 'Gruppen darin mit ihren Objekt-IDs:',
  models: 'Modelle, die sie zulässt:',
  model: '  {name} ({aaguid}): {profiles}',
  line: '  {line}',
  someKey: 'Ein Sicherheitsschlüssel',
  allowed: '{key} kann für {user} registriert werden (Profil {profile}).',
};
