import type { completion as en } from '../../en/commands/completion.ts';
import type { Translation } from '../../types.ts';

export const completion: Translation<typeof en> = {
  description: 'das Skript ausgeben, mit dem eine Shell Befehle, Optionen und deren Werte ergänzt',
  shell: 'die Shell',
};
