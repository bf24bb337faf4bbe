import type { handover as en, organizationCommands as enCommands } from '../en/handover.ts';
import type { Translation } from '../types.ts';

export const handover: Translation<typeof en> = {
  list: 'Keydesk: Stapel',
  title: 'Stapel {batch}',
  count: '{state} {count, number}',
  pin: 'PIN oder Problem',
  foot: 'Keydesk. Zeiten in UTC.',
  page: 'Seite {page, number}',
  columns: {
    line: 'Zeile',
    user: 'Benutzer',
    state: 'Zustand',
    key: 'Sicherheitsschlüssel',
    passkey: 'Passkey',
    ended: 'Ende, Beginn',
    error: 'Problem',
  },
};

export const organizationCommands: Translation<typeof enCommands> = {
  description: 'Name, Text und Logo der Organisation auf Übergabeblättern',
  show: 'zeigen, was auf den Blättern steht',
  set: 'ändern, was auf den Blättern steht',
  name: 'Name der Organisation; ein leerer entfernt ihn',
  contact: 'wen Benutzer anrufen, höchstens 500 Zeichen; ein leerer Text entfernt ihn',
  logo: 'PNG- oder JPEG-Datei mit höchstens 1 MB',
  removeLogo: 'das Logo entfernen',
  mailText: 'Text von E-Mails an Benutzer; ein leerer ist der von Keydesk',
  chatText: 'Text von Chatnachrichten an Benutzer; ein leerer ist nur die PIN',
  pinPrinter: 'Drucker für PINs; ein leerer Name entfernt ihn',
  pinPaper: 'sein Papier',
  nameLabel: 'Name',
  contactLabel: 'Wen anrufen',
  logoLabel: 'Logo',
  mailTextLabel: 'Text von E-Mails',
  chatTextLabel: 'Text von Chatnachrichten',
  printerLabel: 'Drucker für PINs',
  none: '—',
};
