import type { handoverPage as en, handoverSettings as enSettings } from '../en/handoverPage.ts';
import type { Translation } from '../types.ts';

export const handoverPage: Translation<typeof en> = {
  allHandedOver: 'Alle übergeben',
  allHandedOverTitle:
    '{count, plural, one {Hat der Benutzer den Schlüssel und seine PIN?} other {Haben die Benutzer aller # Schlüssel diese mit ihren PINs?}}',
  allHandedOverText: 'Keydesk löscht diese PINs. Danach kennen sie nur noch die Benutzer.',
  sheets: 'Blätter für Benutzer…',
  sheetsTitle: 'Blätter für Benutzer',
  savePdf: 'Als PDF speichern',
  export: 'Exportieren…',
  exportTitle: 'Zeilen exportieren',
  save: 'Speichern',
  pins: 'PINs',
  pinPlaces: {
    separate: 'Auf einem eigenen Blatt, das gefaltet wird',
    same: 'Auf demselben Blatt',
    none: 'Auf keinem Blatt',
  },
  paper: 'Papier',
  papers: { a4: 'A4', letter: 'Letter', label62: 'Rolle, 62 mm' },
  language: 'Sprache',
  ownLanguage: 'Die Sprache jedes Benutzers',
  passphrase: 'Passphrase der Datei',
  passphraseHint:
    'Mindestens {min, plural, one {# Zeichen} other {# Zeichen}}. Eine Datei mit PINs ist immer verschlüsselt. Übermitteln Sie die Passphrase auf einem anderen Weg als die Datei.',
  passphraseShort: 'Mindestens {min, plural, one {# Zeichen} other {# Zeichen}}.',
  passphraseAgain: 'Passphrase wiederholen',
  passphraseDiffers: 'Die Passphrasen sind verschieden.',
  format: 'Format',
  formats: { csv: 'CSV', xlsx: 'Excel', pdf: 'PDF' },
  withPins: 'Mit den PINs der Schlüssel, die noch nicht übergeben sind',
  protection: 'Verschlüsselt mit',
  protections: { passphrase: 'einer Passphrase', certificate: 'einem Zertifikat' },
  certificate: 'Zertifikat des Empfängers',
  certificateHint: 'Als PEM-Text, der mit -----BEGIN CERTIFICATE----- beginnt',
  messageHint: 'Die Datei ist eine verschlüsselte Nachricht (CMS). OpenSSL und Mailprogramme öffnen sie.',
};

export const handoverSettings: Translation<typeof enSettings> = {
  title: 'Übergabe',
  organizationName: 'Name der Organisation',
  organizationHint: 'Mit ihm beginnen die Blätter für Benutzer.',
  organizationContact: 'Wen Benutzer anrufen',
  contactHint: 'Telefonnummer, E-Mail-Adresse und Öffnungszeiten Ihres Helpdesks.',
  mailText: 'Text einer E-Mail an den Benutzer',
  mailHint: 'Leer: der Text des Blatts, ohne PIN, in der Sprache des Benutzers. Platzhalter: {parts}',
  chatText: 'Text einer Chatnachricht an den Benutzer',
  chatHint: 'Leer: nur die PIN. Platzhalter: {parts}',
  save: 'Texte speichern',
  undo: 'Rückgängig',
  logo: 'Logo',
  logoHint: 'Eine beliebige Bilddatei. Keydesk verkleinert sie bei Bedarf.',
  chooseLogo: 'Logo auswählen',
  changeLogo: 'Anderes Logo auswählen',
  removeLogo: 'Logo entfernen',
  printer: 'Drucker für PINs',
  printerHint:
    'Seine Warteschlange behält ein Blatt möglicherweise, bis es gedruckt ist. Wählen Sie einen Drucker, der an Ihrem Platz steht.',
  noPrinter: 'Keydesk hat keinen Drucker gefunden. Unter Windows speichern Sie die Blätter als PDF und drucken es.',
  printNone: 'Keiner',
  printPaper: 'Papier des Druckers',
};
