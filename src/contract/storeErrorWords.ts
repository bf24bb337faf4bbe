import { dataFolderWords } from './dataFolderWords.ts';
import type { ErrorCode } from './errors.ts';
import { unreachable } from './networkErrorWords.ts';
import { quote, type Say, words } from './wording.ts';

const INVESTIGATE =
  'Copy the data folder before anything else is done with it, compare it with earlier exports and backups, and find out who could write to it.';

/** What can go wrong with what Keydesk keeps. */
export const storeErrorWords = {
  'metadata-unreachable': p =>
    unreachable(
      `The list of key models cannot be read from ${quote(p.source)}.`,
      'Check the network or the name of the file, then try again. The previous list stays in use.',
      p,
    ),
  'metadata-damaged': words(
    'This is not a list of key models, or it is damaged.',
    'Download it again from the FIDO Metadata Service. The previous list stays in use.',
  ),
  'metadata-untrusted': p => ({
    message: `The list of key models cannot be trusted${p.reason ? `: ${p.reason}` : ''}.`,
    next: 'Download it again from the FIDO Metadata Service, or name its root certificate. The previous list stays in use.',
  }),
  'metadata-older': p => ({
    message: `This list of key models is older than the one in use${p.known ? `: it has number ${p.no}, and number ${p.known} is in use` : ''}.`,
    next: 'Download the newest one. The previous list stays in use.',
  }),
  'activity-altered': p => ({
    message: `Entry ${p.seq ?? ''} of the activity log is not as it was written.`,
    next: INVESTIGATE,
  }),
  'activity-removed': p => ({
    message: `Entry ${p.seq ?? ''} of the activity log was removed.`,
    next: INVESTIGATE,
  }),
  'activity-reordered': p => ({
    message: `Entry ${p.seq ?? ''} of the activity log is not in its place${p.found ? `: entry ${p.found} belongs there` : ''}.`,
    next: INVESTIGATE,
  }),
  'activity-truncated': p => ({
    message: `The activity log ends too early: entry ${p.seq ?? ''} and what followed it is missing.`,
    next: `A power cut may cost the very last entries. ${INVESTIGATE}`,
  }),
  'activity-head-damaged': words(
    'The record of where the activity log ends (activity-head.json) cannot be read.',
    'The entries themselves are whole. Note the head that is shown, then delete the file; Keydesk writes it anew.',
  ),
  ...dataFolderWords,
  'database-damaged': p => ({
    message: `The database ${quote(p.file)} is damaged.`,
    next: 'Nothing was changed. Restore the file from a backup, or move it away to start with an empty one.',
  }),
  'database-newer': p => ({
    message: `The database ${quote(p.file)} was written by a newer Keydesk.`,
    next: 'Update Keydesk on this computer.',
  }),
  'disk-full': p => ({
    message: `The disk could not take what was to be written to ${quote(p.file)}.`,
    next: 'Make room on the disk, then try again; what was written before is still there.',
  }),
  'import-running': words(
    'Another Keydesk is importing into this data folder right now.',
    'Wait until it is done; its result shows here too.',
  ),
  'settings-damaged': p => ({
    message: `The settings file ${quote(p.file)} cannot be read.`,
    next: 'Correct it, or move it away to start with the defaults.',
  }),
} satisfies Partial<Record<ErrorCode, Say>>;
