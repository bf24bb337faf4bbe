import type { passkeys as en } from '../../en/commands/passkeys.ts';
import type { Translation } from '../../types.ts';

export const passkeys: Translation<typeof en> = {
  description: 'die Passkeys eines Benutzers in Microsoft Entra ID',
  list: 'Passkeys auflisten',
  none: 'Es ist kein Passkey registriert.',
  delete: 'einen Passkey in Microsoft Entra ID löschen; auf seinem Schlüssel bleibt er',
  id: 'ID, wie passkeys list sie zeigt',
  deleted: 'Gelöscht.',
  headings: 'ID|Name|Modell|Angelegt|Zuletzt verwendet',
  lastUseUnknown: 'letzte Verwendung nicht bekannt',
  neverUsed: 'keine Verwendung aufgezeichnet',
  usedFrom: 'Die letzte Spalte zeigt die letzte Verwendung laut Microsoft Graph {version}.',
  useUnknown: 'Microsoft Graph konnte nicht nach der letzten Verwendung dieser Passkeys gefragt werden.',
};
