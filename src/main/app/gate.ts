import { refuseIllFormed } from './contractErrors.ts';
import type { Foundation } from './foundation.ts';
import { writes } from './outdated.ts';
import type { Gate } from './router.ts';
import { checkStation } from './stationLock.ts';

/**
 * Creates the checks before each procedure. They refuse what this station's window may not call, text that is not valid
 * Unicode, and writes to a newer Keydesk's data folder.
 */
export function createGate({ station, store }: Pick<Foundation, 'station' | 'store'>): Gate {
  return {
    station,
    check: (path, input) => {
      checkStation(station, path);
      refuseIllFormed(input);
      if (writes(path)) store.database.refuseOutdated();
    },
  };
}
