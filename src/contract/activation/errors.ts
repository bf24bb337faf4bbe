/** Errors of activation. */
export const activationErrorCodes = [
  'activation-sign-in-invalid',
  'activation-sign-in-old',
  'activation-sign-in-untimed',
  'activation-sign-in-unavailable',
  'activation-code-wrong',
  'activation-code-expired',
  'activation-code-used',
  'activation-code-withdrawn',
  'activation-code-not-found',
  'activation-throttled',
  'activation-sitting-over',
  'activation-running',
  'pin-unchanged',
  'station-locked',
] as const;
