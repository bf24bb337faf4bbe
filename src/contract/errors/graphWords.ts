import { grantFor } from '../connections/permissions.ts';
import type { ErrorCode, ErrorParams } from './errors.ts';
import { tooLarge, unreachable } from './networkWords.ts';
import { duration, graphSaid, quote, type Say, words } from './wording.ts';

const RETRY_LATER = 'Wait a little, then try again.';
const CHECK_NETWORK = 'Check the network and the connection under Settings, then try again.';

/** The lists that an import reads, by phase. */
const listNames: Readonly<Record<string, string>> = {
  users: 'list of users',
  groups: 'list of groups and their members',
  registrations: 'report of who has which passkey',
};

/** Why Keydesk stopped following the pages of a list. */
const endless: Readonly<Record<string, (params: ErrorParams) => string>> = {
  circle: () => 'Microsoft Graph sends the same pages of a list again and again, so the list has no end.',
  'nothing-new': () => 'Microsoft Graph sends page after page with nothing new, so the list has no end.',
  'too-long': ({ pages, entries }) =>
    `Microsoft Graph sent ${pages ?? 'too many'} pages of a list with ${entries ?? 'too many'} entries, and more to come. No tenant has a list of that length, so Keydesk stopped reading.`,
};

/** What Microsoft Graph may answer. */
export const graphErrorWords = {
  'not-connected': words(
    'No Microsoft Entra ID tenant is connected.',
    'Connect one under Settings, or practice first.',
    { command: 'Connect one (keydesk connection add), or use practice mode (--practice).' },
  ),
  'mode-busy': p => ({
    message: `${busyWith(p)}, so Keydesk stays in this mode.`,
    next:
      p.pin === true
        ? 'Choose Show PIN in the message above the page, or forget the PIN; then try again.'
        : 'Wait until it is done, or cancel it; then try again.',
  }),
  'connection-insecure': p => ({
    message: `${quote(p.url)} is not a safe address: only https is, and plain http or a fixed token are for this computer alone.`,
    next: 'Use the https address of Microsoft Graph.',
  }),
  'graph-unreachable': p => unreachable('Microsoft Graph cannot be reached.', CHECK_NETWORK, p),
  'graph-timeout': words('Microsoft Graph did not answer in time.', RETRY_LATER),
  'graph-unauthorized': words('Microsoft Graph no longer accepts this sign-in.', 'Sign in again under Settings.'),
  'graph-forbidden': p => {
    // Entries of the activity log from before refusals named what they need are about passkeys.
    const grant = `Grant ${p.needs ?? grantFor('passkeys')}, then try again.`;
    return {
      ...graphSaid(
        'This sign-in may not do that.',
        `${grant} Check connection under Settings names what else is missing.`,
        p,
      ),
      at: { check: grant, command: `${grant} keydesk connection check names what else is missing.` },
    };
  },
  'graph-not-found': p =>
    graphSaid('Microsoft Graph does not know what was asked for.', 'Check that it still exists, then try again.', p),
  'graph-method-not-allowed': p =>
    graphSaid(
      'Microsoft Graph does not allow this kind of request here.',
      'Register keys on behalf of a user, not for yourself, and check the Graph version under Settings.',
      p,
    ),
  'graph-conflict': p =>
    graphSaid(
      'Microsoft Graph reports a conflict.',
      'Look at the Passkeys tab: the passkey may be registered already.',
      p,
    ),
  'graph-throttled': p => ({
    message: `Microsoft Graph has too many requests and asks to wait${typeof p.retryAfter === 'number' ? ` ${duration(p.retryAfter)}` : ''}.${
      p.exceedsChallenge === true ? ' That is longer than this registration stays valid.' : ''
    }`,
    next: 'Wait that long, then try again.',
  }),
  'clock-off': p => ({
    message: `The clock of this computer is ${duration(Math.abs(Number(p.seconds)))} ${Number(p.seconds) > 0 ? 'slow' : 'fast'}, compared with Microsoft's.`,
    next: 'Keydesk uses the time of the server for this enrollment. Correct the clock: sign-in and certificates depend on it.',
  }),
  'graph-unavailable': p => graphSaid('Microsoft Graph has a problem at the moment.', RETRY_LATER, p),
  'graph-malformed': p =>
    p.form === 'unknown'
      ? {
          message: `Microsoft Graph answered ${quote(p.path)} in a form that Keydesk cannot read.`,
          next: 'Try again later, and update Keydesk. If it happens again, report it with this address.',
        }
      : {
          message: `The answer${p.path === undefined ? '' : ` to ${quote(p.path)}`} is not one that Microsoft Graph gives.`,
          next: CHECK_NETWORK,
        },
  'graph-too-large': p => ({
    message: `Microsoft Graph sent ${tooLarge(p)}${p.path === undefined ? '' : ` to ${quote(p.path)}`}. Keydesk ended the connection.`,
    next: 'Try again. If it happens again, ask your network administrator whether something changes answers on the way.',
  }),
  'graph-delta-expired': words(
    'Microsoft Entra ID keeps saying that it no longer knows what was imported last time.',
    'Import again later. Everything that is here stays.',
  ),
  'graph-page-expired': words(
    'Microsoft Graph can no longer give the rest of this list, because it took too long to ask for it.',
    'Load the list again.',
  ),
  'graph-paging-stuck': p => ({
    message: endless[String(p.why)]?.(p) ?? 'Microsoft Graph sends pages of a list that has no end.',
    next: 'Try again later. Nothing was removed. If it happens again, report it to Microsoft with the time.',
  }),
  'graph-round-incomplete': p => ({
    message: `Microsoft Graph ended its list of ${p.what ?? 'users'} without saying that it is complete${p.met === undefined ? '' : `: ${p.met} of the ${p.known ?? ''} that are known here`}.`,
    next: 'Import again later. No user was marked as left, and nothing was removed.',
  }),
  'graph-entries-unreadable': p => ({
    message: `${p.count ?? 'Some'} ${p.count === 1 ? 'entry' : 'entries'} of the ${listNames[String(p.phase)] ?? 'list'} could not be read and ${p.count === 1 ? 'was' : 'were'} left out; the others were imported.`,
    next: 'Import again later. Nothing was removed because of it. If it happens again, report it to Microsoft with the time.',
  }),
  'graph-license-missing': p =>
    graphSaid(
      'This tenant lacks the license for this part of Microsoft Entra ID: it needs Microsoft Entra ID P1 or P2.',
      'Assign the license in the Microsoft 365 admin center, or go on without this part. Everything else works.',
      p,
    ),
  'graph-refused': p =>
    graphSaid('Microsoft Graph refused the request.', 'Read its message, mend the cause and try again.', p),
  'challenge-expired': words('The time to register this passkey ran out.', 'Start again; it takes one more touch.'),
  'aaguid-refused': p =>
    graphSaid(
      'The policy of this tenant does not let this model of key in.',
      'Use another model, or add its AAGUID to the passkey policy in Microsoft Entra ID.',
      p,
    ),
  'attestation-refused': p =>
    graphSaid(
      'This tenant wants proof of the key’s make, and this key’s proof was refused.',
      'Use a key whose model is listed in the FIDO metadata service.',
      p,
    ),
  'passkey-not-found': words('This passkey is no longer registered.', 'Refresh the list.'),
} satisfies Partial<Record<ErrorCode, Say>>;

function busyWith({ pin, enrollment }: Record<string, unknown>): string {
  if (pin === true) return 'Perhaps no one has read the PIN that Keydesk made for a key';
  return enrollment === true ? 'A passkey is being made' : 'A security key is in use';
}
