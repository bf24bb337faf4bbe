import type { backup as en } from '../../en/commands/backup.ts';
import type { Translation } from '../../types.ts';

export const backup: Translation<typeof en> = {
  description: 'alle Daten von Keydesk in eine Datei (tar) kopieren, auch während Keydesk läuft',
  to: 'die zu schreibende Datei',
  force: 'eine vorhandene Datei ersetzen',
  written: 'Sicherung in {file} geschrieben ({size}) und geprüft.',
  part: '  {name}  {size}',
  leftOut: 'Ausgelassen, weil beschädigt: {name}. Importieren Sie die Benutzer noch einmal.',
  withoutSecrets:
    'Anmeldungen und geheime Clientschlüssel sind nicht enthalten: Melden Sie sich nach einer Wiederherstellung neu an.',
};
