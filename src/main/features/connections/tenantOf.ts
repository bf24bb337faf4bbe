import { tenantLabel } from '../../../contract/connections/tenantLabel.ts';
import { openSettings } from '../../services/settings/settings.ts';

/** Returns the display name of the tenant that a data folder is connected to; null if there is none, or the settings cannot be read. */
export async function tenantOf(dataFolder: string): Promise<string | null> {
  try {
    const { connections, currentConnection } = (await openSettings(dataFolder)).get();
    const current = connections.find(({ id }) => id === currentConnection);
    return current === undefined ? null : tenantLabel(current);
  } catch {
    // The next Keydesk that opens this folder reports the error.
    return null;
  }
}
