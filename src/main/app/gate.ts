import { refuseIllFormed } from './contractErrors.ts';
import type { Foundation } from './foundation.ts';
import { isEnrollment, needsRecord } from './needsRecord.ts';
import { writes } from './outdated.ts';
import type { Gate } from './router.ts';
import { checkStation } from './stationLock.ts';

/**
 * Creates the checks before each procedure. They refuse what this station's window may not call, text that is not valid
 * Unicode, writes to a newer Keydesk's data folder, and work that the record could not note.
 */
export function createGate({
  station,
  store,
  record,
  settings,
}: Pick<Foundation, 'station' | 'store' | 'record' | 'settings'>): Gate {
  return {
    station,
    check: async (path, input) => {
      checkStation(station, path);
      refuseIllFormed(input);
      if (writes(path)) store.database.refuseOutdated();
      if (!needsRecord(path)) return;
      // SECURITY: a station never begins without the record, because nobody could check a code.
      const mayBeAway = station === 'desk' && isEnrollment(path) && settings.get().enrollAway === 'allowed';
      await record.refuseWithout(mayBeAway);
    },
  };
}
