import { refuseIllFormed } from './contractErrors.ts';
import type { Foundation } from './foundation.ts';
import { needsRecord } from './needsRecord.ts';
import { writes } from './outdated.ts';
import type { Gate } from './router.ts';
import { checkStation } from './stationLock.ts';

/**
 * Creates the checks before each procedure. They refuse what this station's window may not call, text that is not valid
 * Unicode, writes to a newer Keydesk's data folder, and work that a record of another version could not note.
 */
export function createGate({ station, store, record }: Pick<Foundation, 'station' | 'store' | 'record'>): Gate {
  return {
    station,
    check: async (path, input) => {
      checkStation(station, path);
      refuseIllFormed(input);
      if (writes(path)) store.database.refuseOutdated();
      if (needsRecord(path)) await record.refuseReader();
    },
  };
}
