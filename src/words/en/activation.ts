/** Activation codes. */
export const activation = {
  codeStates: { open: 'Open', used: 'Used', expired: 'Expired', blocked: 'Blocked', withdrawn: 'Withdrawn' },
} as const;
