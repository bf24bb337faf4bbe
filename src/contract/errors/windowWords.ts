import type { ErrorCode } from './errors.ts';
import { type Say, words } from './wording.ts';

const START_AGAIN = 'Close this window and start Keydesk again: with npm start, or the way you started it before.';

/** What can go wrong between the window and the core, before anything is asked for. */
export const windowWords = {
  unauthorized: words(
    "This window is not allowed to talk to Keydesk. Keydesk's address works once, for the first window that opens it.",
    'Use the window that is open already. If there is none, start Keydesk again to get a new address: with npm start, or the way you started it before.',
  ),
  'keydesk-ended': words('Keydesk has ended. Nothing can be done in this window.', START_AGAIN),
  'keydesk-replaced': words(
    'Keydesk has ended, and another program answers at its address. This window sent nothing to that program.',
    `Do not reload this window, and do not type a PIN into it. ${START_AGAIN}`,
  ),
  'connection-lost': words(
    'The connection to Keydesk was lost before Keydesk answered.',
    'Look whether it was done, then try again.',
  ),
} satisfies Partial<Record<ErrorCode, Say>>;
