import type { ErrorCode } from '../errors/errors.ts';
import { quote, type Say } from '../errors/wording.ts';

const ANOTHER =
  'Choose a folder of your own on a disk of this computer with --data; without it Keydesk uses the place that your system has for it.';

/** What can be wrong with the place of a data folder. */
export const dataFolderWords = {
  'data-folder-unwritable': p => ({
    message: `Keydesk cannot write to its data folder ${quote(p.folder)}.`,
    next: 'Give yourself write access to the folder and free disk space, or choose another one with --data.',
  }),
  'data-folder-foreign': p => ({
    message: `The data folder ${quote(p.folder)} belongs to another user of this computer.`,
    next: `Start Keydesk as that user. ${ANOTHER}`,
  }),
  'data-folder-owner-unknown': p => ({
    message: `Keydesk cannot tell who owns ${quote(p.path)}, so it cannot tell whether others can change the data folder ${quote(p.folder)}. The owner is a user that this container does not know.`,
    next: 'Choose with --data a folder inside the container whose owner is the user that Keydesk runs as, or have the container map that user and root. "ls -ldn" shows the owners; 65534 is an unknown one.',
  }),
  'data-folder-exposed': p => ({
    message: `Other users of this computer can exchange what is in the data folder ${quote(p.folder)}: ${quote(p.path)} is theirs, or they or their group can write it.`,
    next: `Have the owner and the permissions of ${quote(p.path)} corrected (chmod g-w,o-w), and find out who changed what. ${ANOTHER}`,
  }),
  'data-folder-on-network': p => ({
    message: `The data folder ${quote(p.folder)} is on a network drive or shared folder${p.fileSystem ? ` (${p.fileSystem})` : ''}. Keydesk's database would be damaged there sooner or later.`,
    next: `${ANOTHER} Copy what is in this folder there first, while no Keydesk runs.`,
  }),
} satisfies Partial<Record<ErrorCode, Say>>;

/** What a person reads when Keydesk has closed a data folder that others could reach. @param mode octal, before */
export function securedText({ folder, mode, writable }: { folder: string; mode: string; writable: boolean }): string {
  const could = writable ? 'read and change' : 'read';
  const next = writable ? ' Check the settings and the activity log for changes that are not yours.' : '';
  return `Other users of this computer could ${could} the data folder ${quote(folder)} (mode ${mode}). Keydesk has closed it to them.${next}`;
}
