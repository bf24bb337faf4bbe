import type { metadata as en } from '../../en/commands/metadata.ts';
import type { Translation } from '../../types.ts';

export const metadata: Translation<typeof en> = {
  description: 'die Liste der Schlüsselmodelle des FIDO Metadata Service',
  update: 'eine neuere Liste laden, ohne Angabe vom Dienst selbst',
  file: 'aus einer heruntergeladenen Datei',
  url: 'von einer anderen Adresse (https)',
  root: 'Datei mit dem Stammzertifikat der Liste, anstelle der Stammzertifikate der FIDO Alliance',
  show: 'zeigen, welche Liste verwendet wird, oder ihren Eintrag für ein Modell',
  aaguid: 'AAGUID des Modells',
  none: 'Es wurde noch keine Liste geladen: keydesk metadata update',
  no: 'Nummer',
  models: 'Modelle',
  loaded: 'Geladen',
  loadedValue: '{days, plural, =0 {{time} (heute)} one {{time} (vor # Tag)} other {{time} (vor # Tagen)}}',
  source: 'Von',
  signedUnder: 'Stammzertifikat',
  fidoRoots: 'die Stammzertifikate der FIDO Alliance',
  due: 'Nächste Liste fällig',
  overdue: '{day} (überfällig)',
  unknownModel: 'Die Liste enthält dieses Modell nicht.',
  model: 'Modell',
  certification: 'Zertifizierung',
  statuses: 'Statusberichte',
  noneOf: 'keine',
};
