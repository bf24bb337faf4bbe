import type { ConnectedTenant } from '../features/connections/connectedTenant.ts';
import type { EntryPlace } from '../services/activity/activity.ts';

interface EntryPlaceParts {
  readonly connectedTenant: Pick<ConnectedTenant, 'bind'>;
  readonly log: (message: string) => void;
}

/**
 * Returns the place of an entry that must be written even if the settings cannot be read. Then its actor is the user of
 * this computer.
 */
export function entryPlace({ connectedTenant, log }: EntryPlaceParts): EntryPlace {
  try {
    return connectedTenant.bind();
  } catch (error) {
    log(`activity: ${String(error)}`);
    return { id: null, signedIn: () => null };
  }
}
