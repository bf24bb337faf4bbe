import { tenantLabel } from '../../../contract/connections/tenantLabel.ts';
import { openSettings } from '../../services/settings/settings.ts';

/** Returns what a person calls the tenant that a data folder is connected to; null where none is, or the settings cannot be read. */
export async function tenantOf(dataFolder: string): Promise<string | null> {
  try {
    const { connections, currentConnection } = (await openSettings(dataFolder)).get();
    const current = connections.find(({ id }) => id === currentConnection);
    return current === undefined ? null : tenantLabel(current);
  } catch {
    // Whoever opens that folder for work is told what is wrong with it.
    return null;
  }
}
