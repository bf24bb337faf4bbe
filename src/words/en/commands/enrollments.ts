export const enrollments = {
  description: 'enrollments that were interrupted',
  list: 'list unfinished enrollments, after Keydesk has tried to settle them automatically',
  finish: 'finish an enrollment with its key: prove the passkey, or remove what Microsoft Entra ID never registered',
  id: 'id, as the list shows it',
  key: 'hid:PATH, udp:PORT:REPLYPORT or practice; required if several are plugged in',
  discard: 'discard an enrollment; the key and Microsoft Entra ID stay unchanged',
  none: 'There are no unfinished enrollments.',
  headings: 'User|State|Started|Id|Error',
} as const;
