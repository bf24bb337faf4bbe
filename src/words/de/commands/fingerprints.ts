import type { fingerprints as en } from '../../en/commands/fingerprints.ts';
import type { Translation } from '../../types.ts';

export const fingerprints: Translation<typeof en> = {
  description: 'die Fingerabdrücke auf einem Schlüssel mit Sensor',
  list: 'Fingerabdrücke auflisten',
  none: 'Auf dem Schlüssel sind keine Fingerabdrücke.',
  headings: 'ID|Name',
  add: 'einen Fingerabdruck hinzufügen; berühren Sie den Sensor, wenn der Schlüssel danach fragt',
  name: 'Name des Fingerabdrucks',
  rename: 'einen Fingerabdruck umbenennen',
  id: 'ID, wie fingerprints list sie zeigt',
  newName: 'der neue Name',
  renamed: 'Der Fingerabdruck ist umbenannt.',
  remove: 'einen Fingerabdruck vom Schlüssel entfernen',
  removed: 'Der Fingerabdruck ist entfernt.',
  touch: 'Legen Sie den Finger auf den Sensor des Schlüssels.',
  sample: '{remaining, plural, =0 {{advice}} one {{advice} Noch # Berührung.} other {{advice} Noch # Berührungen.}}',
  added: 'Der Fingerabdruck ist hinzugefügt.',
  nameRefused: 'Der Schlüssel hat den Namen nicht angenommen: {message}',
};
