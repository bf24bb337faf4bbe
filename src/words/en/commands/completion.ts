export const completion = {
  description: 'print the script by which a shell completes commands, options and their values',
  shell: 'the shell',
} as const;
