import { dataFolderWords } from '../system/dataFolderWords.ts';
import type { ErrorCode } from './errors.ts';
import { unreachable } from './networkWords.ts';
import { quote, type Say, words } from './wording.ts';

const INVESTIGATE =
  'Copy the data folder before anything else is done with it, compare it with earlier exports and backups, and find out who could write to it.';

const CUT = `Entries may have been removed at the end: check a head that was noted earlier. ${INVESTIGATE} When you know the reason, write the record again.`;
const CUT_COMMAND = CUT.replace(/\.$/, ' (keydesk activity verify --accept).');

const UNHARMED = 'The file is not damaged.';

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
  'activity-counter-altered': p => ({
    message: `The counter of the activity log was set back below entry ${p.seq ?? ''}.`,
    next: `Entries may have been removed at the end. ${INVESTIGATE}`,
  }),
  'activity-head-damaged': words(
    'The record of where the activity log ends (activity-head.json) cannot be read.',
    `The entries that are there are whole. ${CUT}`,
    { command: `The entries that are there are whole. ${CUT_COMMAND}` },
  ),
  ...dataFolderWords,
  'activity-head-missing': p => ({
    message: `The record of where the activity log ends (activity-head.json) is missing, although the log has ${p.count === 1 ? 'an entry' : `${p.count ?? 'other'} entries`}.`,
    next: `The entries that are there are whole. ${CUT}`,
    at: { command: `The entries that are there are whole. ${CUT_COMMAND}` },
  }),
  'activity-unwritten': p => ({
    message: `${p.entries === 1 ? 'One change is' : `${p.entries ?? 'Some'} changes are`} missing from the activity log, because Keydesk could not write to it.`,
    next: 'The changes themselves were made. Note them elsewhere, and make the data folder writable before the next one.',
  }),
  'data-folder-unwritable': p => ({
    message: `Keydesk cannot write to its data folder ${quote(p.folder)}.`,
    next: 'Give yourself write access to the folder and free disk space, or choose another one with --data.',
  }),
  'backup-exists': p => ({
    message: `There is already something at ${quote(p.file)}.`,
    next: 'Choose another name for the backup.',
    at: { command: 'Choose another name for the backup, or replace a file with --force.' },
  }),
  'backup-folder-missing': p => ({
    message: `There is no folder ${quote(p.folder)}.`,
    next: 'Make the folder, or choose another one for the backup.',
  }),
  'backup-in-data-folder': p => ({
    message: `The backup ${quote(p.file)} would be inside the data folder.`,
    next: 'Choose another folder, best on another disk: what damages the data folder would damage the backup too.',
  }),
  'backup-unverified': p => ({
    message: `The copy of ${quote(p.file)} was read again and is not as it was written.`,
    next: 'No backup was made. Check the disk that the backup goes to, or choose another one, then try again.',
  }),
  'database-damaged': p => ({
    message: `The database ${quote(p.file)} is damaged.`,
    next: 'Nothing was changed. Restore the file from a backup, or move it away to start with an empty one.',
  }),
  'database-newer': p => ({
    message: `The database ${quote(p.file)} was written by a newer Keydesk.`,
    next: 'Update Keydesk on this computer. Until then this version writes nothing to it.',
  }),
  'database-foreign': p => ({
    message: `The database ${quote(p.file)} has other tables than Keydesk makes.`,
    next: 'Nothing was changed. Restore the file from a backup, or choose another data folder with --data.',
  }),
  'database-busy': p => ({
    message: `Another program has locked the database ${quote(p.file)}.`,
    next: `${UNHARMED} Close other windows of Keydesk and programs that copy or scan the data folder, then try again.`,
  }),
  'file-busy': p => ({
    message: `Another program is using the file ${quote(p.file)}.`,
    next: `${UNHARMED} Close programs that copy or scan the data folder, then try again.`,
  }),
  'file-read-only': p => ({
    message: `Keydesk can only read ${quote(p.file)}, because its disk is mounted read-only or the file is marked so.`,
    next: `${UNHARMED} Make the disk or the file writable, or choose another data folder with --data.`,
  }),
  'file-forbidden': p => ({
    message: `The user account that runs Keydesk may not open ${quote(p.file)}.`,
    next: `${UNHARMED} Give this user account read and write access to the data folder, or run Keydesk as the folder’s owner.`,
  }),
  'file-unopenable': p => ({
    message: `The system cannot open ${quote(p.file)}.`,
    next: `${UNHARMED} Check that the folder is there and that the path names a file, then start Keydesk again.`,
  }),
  'disk-full': p => ({
    message: `The disk has no room for what Keydesk writes to ${quote(p.file)}.`,
    next: 'Free disk space or raise the quota of this user account, then try again. Everything written earlier is still there.',
  }),
  'disk-error': p => ({
    message: `The disk reported an error while Keydesk read or wrote ${quote(p.file)}.`,
    next: 'Copy the data folder to another disk, and check this disk or its connection. Then try again.',
  }),
  'import-running': words(
    'Another Keydesk is importing into this data folder right now.',
    'Wait until it is done; its result shows here too.',
  ),
  'settings-damaged': p => ({
    message: `The settings file ${quote(p.file)} is damaged.`,
    next: 'Nothing was changed. Restore the file from a backup or correct it. Without a copy, move it away and set up the connection again.',
  }),
  'settings-newer': p => ({
    message: `A newer Keydesk wrote the settings file ${quote(p.file)}.`,
    next: 'Nothing was changed. Update Keydesk on this computer.',
  }),
  'practice-tenant-damaged': p => ({
    message: `The file of the practice tenant is damaged: ${quote(p.file)}.`,
    next: 'Move or delete that file and start practice mode again. Keydesk then makes a new practice tenant.',
  }),
} satisfies Partial<Record<ErrorCode, Say>>;
