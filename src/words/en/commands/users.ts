export const users = {
  description: 'the users of the tenant',
  list: 'list users, with the kinds of passkey that the last import found',
  search: 'part of a name, user principal name or mail address',
  none: 'There are no users.',
  more: '(there are more; use --search)',
  export: 'write the imported users to stdout or to a file, with the kinds of passkey of each',
  searchExport: 'beginnings of words of name, user name, mail, employee id and department',
  passkeyKind: 'only users with a passkey of this kind',
  headings: 'User|Name|Department|Account|Passkeys',
  guest: 'guest',
  disabled: 'disabled',
} as const;
