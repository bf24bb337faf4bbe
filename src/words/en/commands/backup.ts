export const backup = {
  description: 'copy all data of Keydesk into one file (tar), also while Keydesk is running',
  to: 'the file to write',
  force: 'replace an existing file',
  written: 'Backup written to {file} ({size}) and verified.',
  part: '  {name}  {size}',
  leftOut: 'Left out, because it is damaged: {name}. Import the users again.',
  withoutSecrets: 'Sign-ins and client secrets are not included: sign in again after a restore.',
} as const;
