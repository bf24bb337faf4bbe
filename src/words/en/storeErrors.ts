/** Errors of stored data. */
export const storeErrors = {
  'metadata-unreachable': {
    message: 'The list of key models cannot be read from “{source}”.',
    next: 'Check the network or the name of the file, then try again. The previous list stays in use.',
  },
  'metadata-damaged': {
    message: 'This is not a list of key models, or it is damaged.',
    next: 'Download it again from the FIDO Metadata Service. The previous list stays in use.',
  },
  'metadata-untrusted': {
    message:
      '{why, select, null {The list of key models cannot be trusted.} other {The list of key models cannot be trusted. {why}}}',
    next: 'Download it again from the FIDO Metadata Service, or name its root certificate. The previous list stays in use.',
  },
  'metadata-older': {
    message:
      '{known, select, null {This list of key models is older than the list in use.} other {This list of key models is older than the list in use: it has number {no}, and number {known} is in use.}}',
    next: 'Download the latest one. The previous list stays in use.',
  },
  'activity-altered': {
    message: 'Entry {seq} of the activity log was changed after it was written.',
    next: '{investigate}',
  },
  'activity-removed': {
    message: 'Entry {seq} of the activity log was removed.',
    next: '{investigate}',
  },
  'activity-reordered': {
    message:
      '{found, select, null {Entry {seq} of the activity log is not in its place.} other {Entry {seq} of the activity log is not in its place: entry {found} belongs there.}}',
    next: '{investigate}',
  },
  'activity-truncated': {
    message: 'The activity log ends too early: entry {seq} and everything after it is missing.',
    next: 'A power failure can cost the very last entries. {investigate}',
  },
  'activity-counter-altered': {
    message: 'The counter of the activity log was set back below entry {seq}.',
    next: 'Entries may have been removed at the end. {investigate}',
  },
  'activity-head-damaged': {
    message: 'The record of where the activity log ends (activity-head.json) cannot be read.',
    next: '{cut} {investigate} When you know the reason, rewrite the file.',
    command: '{cut} {investigate} When you know the reason, rewrite the file (keydesk activity verify --accept).',
  },
  'activity-head-missing': {
    message:
      '{count, select, null {The record of where the activity log ends (activity-head.json) is missing, although the log has entries.} other {{count, plural, one {The record of where the activity log ends (activity-head.json) is missing, although the log has # entry.} other {The record of where the activity log ends (activity-head.json) is missing, although the log has # entries.}}}}',
    next: '{cut} {investigate} When you know the reason, rewrite the file.',
    command: '{cut} {investigate} When you know the reason, rewrite the file (keydesk activity verify --accept).',
  },
  'activity-unwritten': {
    message:
      '{entries, select, null {Changes are missing from the activity log, because Keydesk could not write to it.} other {{entries, plural, one {# change is missing from the activity log, because Keydesk could not write to it.} other {# changes are missing from the activity log, because Keydesk could not write to it.}}}}',
    next: 'The changes themselves were made. Write them down elsewhere, and make the data folder writable before the next change.',
  },
  'data-folder-unwritable': {
    message: 'Keydesk cannot write to its data folder “{folder}”.',
    next: 'Make sure that you have write access to the folder and enough disk space, or choose another folder with --data.',
  },
  'data-folder-foreign': {
    message: 'The data folder “{folder}” belongs to another user of this computer.',
    next: 'Start Keydesk as that user. {another}',
  },
  'data-folder-owner-unknown': {
    message:
      'Keydesk cannot find out who owns “{path}”. So it does not know whether others can change the data folder “{folder}”. The owner is a user that this container does not know.',
    next: 'Choose with --data a folder inside the container that belongs to the user that runs Keydesk, or let the container map that user and root. "ls -ldn" shows the owners; 65534 is an unknown one.',
  },
  'data-folder-exposed': {
    message:
      'Other users of this computer can replace the contents of the data folder “{folder}”: “{path}” belongs to them, or they or their group can write to it.',
    next: 'Correct the owner and the permissions of “{path}” (chmod g-w,o-w), and find out who changed what. {another}',
  },
  'data-folder-on-network': {
    message:
      '{fileSystem, select, null {The data folder “{folder}” is on a network drive or in a shared folder. Keydesk’s database would be damaged there sooner or later.} other {The data folder “{folder}” is on a network drive or in a shared folder ({fileSystem}). Keydesk’s database would be damaged there sooner or later.}}',
    next: 'Choose a folder of your own on a disk of this computer with --data. Without --data, Keydesk uses the default folder of your system. First copy the contents of this folder there, while no Keydesk is running.',
  },
  'backup-exists': {
    message: '“{file}” exists already.',
    next: 'Choose another name for the backup.',
    command: 'Choose another name for the backup, or replace the file with --force.',
  },
  'backup-folder-missing': {
    message: 'There is no folder “{folder}”.',
    next: 'Create the folder, or choose another one for the backup.',
  },
  'backup-in-data-folder': {
    message: 'The backup “{file}” would be inside the data folder.',
    next: 'Choose another folder, preferably on another disk: what damages the data folder would damage the backup too.',
  },
  'backup-unverified': {
    message: 'The copy of “{file}” was read again and differs from the original.',
    next: 'No backup was made. Check the disk of the backup, or choose another one, then try again.',
  },
  'database-damaged': {
    message: 'The database “{file}” is damaged.',
    next: 'Nothing was changed. Restore the file from a backup, or move it away to start with an empty one.',
  },
  'database-newer': {
    message: 'The database “{file}” was written by a newer version of Keydesk.',
    next: 'Update Keydesk on this computer. Until then, this version does not write to it.',
  },
  'database-foreign': {
    message: 'The database “{file}” has other tables than Keydesk creates.',
    next: 'Nothing was changed. Restore the file from a backup, or choose another data folder with --data.',
  },
  'database-busy': {
    message: 'Another program has locked the database “{file}”.',
    next: 'The file is not damaged. Close other windows of Keydesk and programs that copy or scan the data folder, then try again.',
  },
  'file-busy': {
    message: 'Another program is using the file “{file}”.',
    next: 'The file is not damaged. Close programs that copy or scan the data folder, then try again.',
  },
  'file-read-only': {
    message: 'Keydesk can only read “{file}”, because its disk or the file is read-only.',
    next: 'The file is not damaged. Make the disk or the file writable, or choose another data folder with --data.',
  },
  'file-forbidden': {
    message: 'The user account that runs Keydesk is not allowed to open “{file}”.',
    next: 'The file is not damaged. Give this user account read and write access to the data folder, or run Keydesk as the folder’s owner.',
  },
  'file-unopenable': {
    message: 'The system cannot open “{file}”.',
    next: 'The file is not damaged. Check that the folder exists and that the path names a file, then start Keydesk again.',
  },
  'disk-full': {
    message: 'The disk has no space for what Keydesk writes to “{file}”.',
    next: 'Free disk space or raise the quota of this user account, then try again. Everything that was written before is still there.',
  },
  'disk-error': {
    message: 'The disk reported an error while Keydesk read or wrote “{file}”.',
    next: 'Copy the data folder to another disk, and check this disk or its connection. Then try again.',
  },
  'import-running': {
    message: 'Another Keydesk is importing into this data folder right now.',
    next: 'Wait until it is done; its result is shown here too.',
    command: 'Wait until it is done, then try again.',
  },
  'settings-damaged': {
    message: 'The settings file “{file}” is damaged.',
    next: 'Nothing was changed. Restore the file from a backup or correct it. Without a copy, move it away and set up the connection again.',
  },
  'settings-newer': {
    message: 'A newer version of Keydesk wrote the settings file “{file}”.',
    next: 'Nothing was changed. Update Keydesk on this computer.',
  },
  'practice-tenant-damaged': {
    message: 'The file of the practice tenant is damaged: “{file}”.',
    next: 'Move or delete that file and start practice mode again. Keydesk then creates a new practice tenant.',
  },
} as const;

/** Advice that several errors share. */
export const storeAdvice = {
  investigate:
    'Copy the data folder before you do anything else with it, compare it with earlier exports and backups, and find out who could write to it.',
  cut: 'The entries that are there are unchanged. Entries may have been removed at the end: check a head that you saved earlier.',
  another:
    'Or choose a folder of your own on a disk of this computer with --data. Without --data, Keydesk uses the default folder of your system.',
} as const;
