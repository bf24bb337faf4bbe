import { type Say, words } from '../errors/wording.ts';
import type { activationErrorCodes } from './errors.ts';

const NEW_CODE = 'Ask your helpdesk for a new one.';

const ADD_AUTH_TIME =
  'Add the optional claim auth_time to the ID token: App registrations in the Entra admin center, Token configuration, Add optional claim, ID, auth_time.';

/** The words of everything that can go wrong when users activate their own keys. */
export const activationWords: Record<(typeof activationErrorCodes)[number], Say> = {
  'activation-sign-in-invalid': p => ({
    message: `That sign-in does not prove who you are${p.reason ? `: ${p.reason}` : ''}.`,
    next: 'Sign in again. If it stays, tell your helpdesk.',
  }),
  'activation-sign-in-old': words(
    'The browser used a sign-in from before instead of asking you.',
    'Sign in again and enter your password; close other windows of that browser first.',
  ),
  'activation-sign-in-untimed': words(
    'The sign-in does not tell when the user signed in, so it does not prove that they did it now.',
    `${ADD_AUTH_TIME} Then run Check connection with a sign-in of a user. Until then use activation codes.`,
    { check: `${ADD_AUTH_TIME} Then check again. Until then use activation codes.` },
  ),
  'activation-sign-in-unavailable': words(
    'Users cannot sign in at this station.',
    'Use an activation code from your helpdesk.',
  ),
  'activation-code-wrong': words(
    'This user name and this activation code do not work together, or the code is no longer valid.',
    `Check both. After five wrong tries a code is blocked. ${NEW_CODE}`,
  ),
  'activation-code-expired': words('This activation code has expired.', NEW_CODE),
  'activation-code-used': words(
    'This activation code was used already: its passkey is made.',
    'Try to sign in with your key. If that does not work, ask your helpdesk for a new code.',
  ),
  'activation-code-withdrawn': words('This activation code is no longer valid; there may be a newer one.', NEW_CODE),
  'activation-code-not-found': words(
    'There is no such open activation code.',
    'Look at the list: it may have been used or withdrawn.',
  ),
  'activation-throttled': p => ({
    message: 'Too many wrong codes were entered at this station.',
    next: `Wait ${p.minutes === 1 ? 'a minute' : `${p.minutes ?? 10} minutes`}, then try again.`,
  }),
  'activation-sitting-over': words('That took too long, so Keydesk no longer knows who you are.', 'Start again.'),
  'activation-running': words('Your key is being activated already.', 'Finish it, or cancel it first.'),
  'pin-unchanged': words('The key has this PIN already.', 'Choose another one, which you alone know.'),
  'station-locked': words(
    'This station is for activating keys only.',
    'Unlock it with: keydesk station unlock (on this computer).',
  ),
};
