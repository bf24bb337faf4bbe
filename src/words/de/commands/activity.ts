import type { activity as en } from '../../en/commands/activity.ts';
import type { Translation } from '../../types.ts';

export const activity: Translation<typeof en> = {
  description: 'das Protokoll jeder Änderung: wer, was, wann und mit welchem Ergebnis',
  list: 'Einträge auflisten, die neuesten zuerst',
  before: 'nur Einträge vor dieser Nummer: die nächste Seite',
  verify: 'prüfen, ob Einträge geändert, entfernt oder umgeordnet wurden',
  noted: 'COUNT:HASH eines früheren verify; das Protokoll muss es noch enthalten',
  accept: 'activity-head.json neu schreiben, wenn die Datei fehlt oder beschädigt ist, und das protokollieren',
  export: 'Einträge als JSON-Zeilen in eine Datei schreiben, die ältesten zuerst',
  kind: 'nur dieser Arten',
  user: 'dieses Benutzers: Objekt-ID oder Benutzerprinzipalname',
  key: 'dieses Schlüssels: Seriennummer, AAGUID oder Schlüssel-ID',
  result: 'mit diesem Ergebnis',
  text: 'mit diesem Text in Namen, IDs, Ursache oder Angaben',
  none: 'Es ist nichts aufgezeichnet.',
  whole:
    '{count, plural, one {Das Protokoll ist vollständig und unverändert: # Eintrag.} other {Das Protokoll ist vollständig und unverändert: # Einträge.}}',
  head: 'Kopfwert: {head}',
  noteHead:
    'Speichern Sie diesen Wert anderswo. Später mit --noted angegeben, beweist er, dass das Protokoll weder gekürzt noch neu geschrieben wurde.',
  exported: '{count, plural, one {# Eintrag geschrieben.} other {# Einträge geschrieben.}}',
  headings: 'Nummer|Zeit|Was|Ergebnis|Betrifft|Von',
  failed: '{result}: {message}',
};
