import { migration as usersAndGroups } from './migrations/0001-users-and-groups.ts';
import { migration as announcedUsers } from './migrations/0002-announced-users.ts';
import { migration as phases } from './migrations/0003-phases.ts';
import { migration as partialPhases } from './migrations/0004-partial-phases.ts';
import { migration as refold } from './migrations/0005-refold.ts';
import { migration as importIdsAndReturns } from './migrations/0006-import-ids-and-returns.ts';
import { migration as preferredLanguage } from './migrations/0007-preferred-language.ts';

/**
 * All migrations of directory.db in order. A released migration is never edited. The imported directory has a separate file: it may be a
 * thousand times the size of everything else, and its writes must not block the journal.
 */
export const directoryMigrations: readonly string[] = [
  usersAndGroups,
  announcedUsers,
  phases,
  partialPhases,
  refold,
  importIdsAndReturns,
  preferredLanguage,
];
