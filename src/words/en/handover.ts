/** The list of a batch as a PDF. The sheets of users have a catalog of their own (src/words/sheets). */
export const handover = {
  list: 'Keydesk: batch',
  title: 'Batch {batch}',
  count: '{state} {count, number}',
  pin: 'PIN, or problem',
  foot: 'Keydesk. Times are in UTC.',
  page: 'Page {page, number}',
  columns: {
    line: 'Line',
    user: 'User',
    state: 'State',
    key: 'Security key',
    passkey: 'Passkey',
    ended: 'Ended, started',
    error: 'Problem',
  },
} as const;

/** The commands `keydesk organization …`. */
export const organizationCommands = {
  description: 'name, text and logo of the organization on hand-over sheets',
  show: 'show what is on the sheets',
  set: 'change what is on the sheets',
  name: 'name of the organization; an empty one removes it',
  contact: 'whom users call, at most 500 characters; an empty one removes it',
  logo: 'PNG or JPEG file with at most 1 MB',
  removeLogo: 'remove the logo',
  mailText: 'text of mails to users; an empty one is that of Keydesk',
  chatText: 'text of chat messages to users; an empty one is only the PIN',
  pinPrinter: 'printer that PINs go to; an empty one removes it',
  pinPaper: 'its paper',
  nameLabel: 'Name',
  contactLabel: 'Whom to call',
  logoLabel: 'Logo',
  mailTextLabel: 'Text of mails',
  chatTextLabel: 'Text of chat messages',
  printerLabel: 'Printer of PINs',
  none: '—',
} as const;
