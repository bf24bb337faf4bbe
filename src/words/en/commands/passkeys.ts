export const passkeys = {
  description: 'the passkeys of a user in Microsoft Entra ID',
  list: 'list passkeys',
  none: 'No passkey is registered.',
  delete: 'delete a passkey in Microsoft Entra ID; it stays on its key',
  id: 'id, as passkeys list shows it',
  deleted: 'Deleted.',
  headings: 'Id|Name|Model|Created|Last used',
  lastUseUnknown: 'last use not known',
  neverUsed: 'no use recorded',
  usedFrom: 'The last column shows the last use according to Microsoft Graph {version}.',
  useUnknown: 'Microsoft Graph could not be asked for the last use of these passkeys.',
} as const;
