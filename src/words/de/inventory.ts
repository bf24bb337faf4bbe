import type { inventory as en } from '../en/inventory.ts';
import type { Translation } from '../types.ts';

export const inventory: Translation<typeof en> = {
  states: { blank: 'Leer', assigned: 'Zugewiesen', active: 'Aktiv', lost: 'Verloren', retired: 'Ausgemustert' },
  identities: {
    serial: 'An der Seriennummer erkannt.',
    credential:
      'Hat keine lesbare Seriennummer. An seinem Passkey erkannt, bis dieser gelöscht oder der Schlüssel zurückgesetzt wird.',
    model:
      'Schlüssel dieses Modells haben keine lesbare Seriennummer. Ohne Passkey von Keydesk sind sie nicht zu unterscheiden; deshalb steht eine Zeile für alle.',
  },
  lostAdvice: {
    sessions:
      'Widerrufen Sie die Sitzungen des Benutzers in Microsoft Entra ID, damit sich jeder neu anmelden muss, der mit dem Schlüssel angemeldet ist.',
    signIns: 'Prüfen Sie, ob eine der letzten Anmeldungen des Benutzers nicht von ihm stammt.',
    pin: 'Wenn vielleicht jemand anderes die PIN kennt, bitten Sie den Benutzer, sie überall sonst zu ändern, wo er sie verwendet.',
    replacement: 'Geben Sie dem Benutzer einen anderen Schlüssel oder bis dahin einen befristeten Zugriffspass.',
    found: 'Wenn der Schlüssel gefunden wird, setzen Sie ihn zurück, bevor er wieder verwendet wird.',
  },
  resetAdvice:
    'Setzen Sie den Schlüssel zurück, bevor er an einen anderen Benutzer geht: Passkey und PIN sind noch darauf.',
};
