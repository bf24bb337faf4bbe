/** Usage errors. */
export const usageDetails = {
  'mend-needs': 'Give {option} with {mend}.',
  'reconcile-pin': 'Give --pin-stdin with --key.',
  'batch-source': 'Give --from, --group or --pending.',
  'pins-encrypted': 'Sheets with PINs are written only encrypted: add --passphrase-stdin.',
  'pins-encrypted-export': 'PINs are exported only encrypted: add --passphrase-stdin or --recipient.',
  'encrypted-without-pins': 'Only an export with PINs is encrypted: add --with-pins.',
  'export-format': 'This export cannot write {ending} files. It writes {formats}.',
  'format-differs': 'The file ends in {ending}, and --format says {named}. Change one of them.',
  'credential-option': 'Give --secret-stdin or --certificate.',
  'device-code-of-app':
    'The option --device-code is for connections that a person signs in to. The app signs in to this one automatically.',
  'sealing-key-short': 'KEYDESK_SEALING_KEY has fewer than {min} characters.',
  'record-passphrase': 'Give --certificate with --passphrase-stdin.',
  'record-change': 'Give what changes: --url, --password-stdin, --entra, --certificate, --password-file or --ca.',
  'variable-file': 'The file that {name} names cannot be read.',
} as const;
