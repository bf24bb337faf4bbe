import type { station as en } from '../../en/commands/station.ts';
import type { Translation } from '../../types.ts';

export const station: Translation<typeof en> = {
  description: 'wozu das Fenster dieses Computers dient',
  show: 'zeigen, ob es ein Arbeitsplatz oder eine Aktivierungsstation ist und welche PINs erlaubt sind',
  lock: 'ab dem nächsten Start aktivieren hier Benutzer ihre eigenen Schlüssel, und nichts anderes ist möglich',
  unlock: 'ab dem nächsten Start ist es wieder ein Arbeitsplatz',
  weakPins: 'ob leicht zu erratende PINs abgelehnt oder erlaubt werden, wenn eine Person eine wählt',
  desk: 'Das Fenster dieses Computers ist ein Arbeitsplatz.',
  activation: 'Im Fenster dieses Computers aktivieren Benutzer ihre eigenen Schlüssel, und nichts anderes ist möglich.',
  refused: 'Leicht zu erratende PINs werden abgelehnt.',
  allowed: 'Leicht zu erratende PINs sind erlaubt.',
};
