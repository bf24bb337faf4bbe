import { activationWords } from '../activation/words.ts';
import { webhookWords } from '../webhooks/words.ts';
import { workflowErrorWords } from '../workflows/words.ts';
import { assignmentErrorWords } from './assignmentWords.ts';
import { credentialErrorWords } from './credentialWords.ts';
import type { ErrorCode, ErrorParams } from './errors.ts';
import { graphErrorWords } from './graphWords.ts';
import { keyErrorWords } from './keyWords.ts';
import { networkErrorWords } from './networkWords.ts';
import { pinErrorWords } from './pinWords.ts';
import { policyErrorWords } from './policyWords.ts';
import { signInWords } from './signInWords.ts';
import { storeErrorWords } from './storeWords.ts';
import { windowWords } from './windowWords.ts';
import { type Face, quote, type Say, type Words, words } from './wording.ts';

/** Why a random PIN could not be shown, or would not stay secret. */
const unshown: Readonly<Record<string, string>> = {
  nowhere: 'What this command prints goes nowhere, so the PIN could not be shown.',
  log: 'What this command prints goes to a log, where the PIN must not be.',
  'no-second-place':
    'The program that reads the output may end before the PIN is printed, and then the PIN could not be shown: there is no terminal, and stderr is not read by another program.',
};

/** What is wrong with input that breaks its schema. */
const faults: Readonly<Record<string, string>> = {
  empty: 'is empty',
  'too-short': 'is too short',
  'too-long': 'is too long',
  'out-of-range': 'is outside the range that is allowed',
  'wrong-form': 'does not have the right form',
  'not-unicode': 'holds characters that are not valid Unicode',
};

function said(detail: ErrorParams[string] | undefined): string {
  return detail ? `: ${detail}` : '';
}

function faultOf(name: ErrorParams[string] | undefined, fault: ErrorParams[string] | undefined): string | undefined {
  const words = faults[String(fault)];
  return words === undefined || name === undefined ? undefined : `${name} ${words}`;
}

/** The one place where words are made from codes. Every code has its words; the type sees to it. */
const book: Record<ErrorCode, Say> = {
  usage: p => {
    const fault = faultOf(p.option, p.fault);
    return {
      message:
        fault === undefined ? `${p.detail ?? 'The command is not complete.'}` : `That input cannot be used: ${fault}.`,
      next: 'Run keydesk --help to see how it goes.',
    };
  },
  'invalid-input': p => ({
    message: `That input cannot be used${said(p.detail ?? faultOf(p.member, p.fault))}.`,
    next: 'Correct it and try again.',
  }),
  ...windowWords,
  cancelled: words('Canceled.', 'Start again whenever you like.'),
  'output-closed': p => ({
    message: `${unshown[String(p.why)] ?? unshown.nowhere} Keydesk did not set a PIN.`,
    next:
      p.why === 'no-second-place'
        ? 'Run the command at a terminal, send stdout to a file of its own, or let another program read stderr.'
        : 'Run the command at a terminal, or send stdout to a program or a file of its own that keeps the PIN safe.',
  }),
  internal: words(
    'Keydesk ran into an error of its own.',
    'Try again; if it stays, send the details below to your Keydesk contact.',
  ),
  'simulator-failed': words(
    'The simulator could not be started.',
    'Choose ports that are free, and a file in a folder that exists and can be written.',
  ),
  'closing-failed': p => ({
    message: `Keydesk ended, but not all of it could be closed. ${p.detail ?? ''}`.trim(),
    next: 'Everything saved earlier is still there. Start Keydesk again and look at Activity for what is missing.',
  }),
  'user-not-found': p => ({
    message: `There is no user ${quote(p.user)} that this connection can see.`,
    next: 'Check the spelling. A user outside the administrative unit of this connection cannot be seen either.',
  }),
  'user-is-guest': p => ({
    message: `${quote(p.user)} is a guest. Microsoft Entra ID does not let guests hold passkeys of this tenant.`,
    next: "Enroll the key in the guest's home tenant.",
  }),
  'user-is-disabled': p => ({
    message: `The account ${quote(p.user)} is disabled.`,
    next: 'Enable the account in Microsoft Entra ID first.',
  }),
  'user-reassigned': p => ({
    message: `The name ${quote(p.user)} now belongs to another account in Microsoft Entra ID (${quote(p.displayName)}) than at the last import (${quote(p.importedDisplayName)}).`,
    next: 'Nothing was written. Import changes, then find the user again and check that it is the right person.',
  }),
  'user-renamed': p => ({
    message: `The account that was imported as ${quote(p.importedName)} is now called ${quote(p.user)}.`,
    next: 'Nothing was written. Import changes, then find the user again and check that it is the right person.',
  }),
  ...networkErrorWords,
  ...signInWords,
  ...webhookWords,
  ...workflowErrorWords,
  ...activationWords,
  ...assignmentErrorWords,
  ...pinErrorWords,
  ...credentialErrorWords,
  ...keyErrorWords,
  ...graphErrorWords,
  ...policyErrorWords,
  ...storeErrorWords,
};

/** The words of a failure, as they are read at a face. `params` are the failure's own facts. */
export function wordsFor(failure: { code: ErrorCode; params: ErrorParams }, face: Face = 'window'): Words {
  const { message, next, at } = book[failure.code](failure.params);
  return { message, next: at?.[face] ?? next };
}
