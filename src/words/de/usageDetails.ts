import type { usageDetails as en } from '../en/usageDetails.ts';
import type { Translation } from '../types.ts';

export const usageDetails: Translation<typeof en> = {
  'mend-needs': 'Geben Sie zu {mend} auch {option} an.',
  'reconcile-pin': 'Geben Sie zu --key auch --pin-stdin an.',
  'batch-source': 'Geben Sie --from, --group oder --pending an.',
  'pins-encrypted': 'Blätter mit PINs gibt es nur verschlüsselt: Fügen Sie --passphrase-stdin hinzu.',
  'pins-encrypted-export':
    'PINs werden nur verschlüsselt exportiert: Fügen Sie --passphrase-stdin oder --recipient hinzu.',
  'encrypted-without-pins': 'Nur ein Export mit PINs wird verschlüsselt: Fügen Sie --with-pins hinzu.',
  'export-format': 'Dieser Export kann keine {ending}-Dateien schreiben. Er schreibt {formats}.',
  'format-differs': 'Die Datei endet auf {ending}, und --format nennt {named}. Ändern Sie eines von beiden.',
  'credential-option': 'Geben Sie --secret-stdin oder --certificate an.',
  'device-code-of-app':
    'Die Option --device-code ist für Verbindungen, bei denen sich eine Person anmeldet. Bei dieser meldet sich die App automatisch an.',
  'sealing-key-short': 'KEYDESK_SEALING_KEY hat weniger als {min} Zeichen.',
  'record-passphrase': 'Geben Sie mit --passphrase-stdin auch --certificate an.',
  'record-change':
    'Geben Sie an, was sich ändert: --url, --password-stdin, --entra, --certificate, --password-file oder --ca.',
  'variable-file': 'Die Datei, die {name} nennt, ist nicht lesbar.',
};
