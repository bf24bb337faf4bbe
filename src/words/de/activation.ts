import type { activation as en } from '../en/activation.ts';
import type { Translation } from '../types.ts';

export const activation: Translation<typeof en> = {
  codeStates: {
    open: 'Offen',
    used: 'Verwendet',
    expired: 'Abgelaufen',
    blocked: 'Gesperrt',
    withdrawn: 'Zurückgezogen',
  },
};
