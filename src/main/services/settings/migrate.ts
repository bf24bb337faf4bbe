import { z } from 'zod';
import { clouds } from '../../../contract/connections/clouds.ts';
import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { isLoopback } from '../graph/graphTarget.ts';

/** The connection of settings from before Keydesk supported several. */
const oldConnectionSchema = z.object({
  graphUrl: z.url(),
  tenantId: z.string().min(1),
  version: z.enum(['v1.0', 'beta']),
});

/** The id of the migrated connection. It is constant, because each read of the file migrates it again. */
const TAKEN_OVER = 'connection-1';

/** Converts the settings in the file to the current format. Throws if the old connection is invalid. */
export function migrateSettings({ connection, ...settings }: Record<string, unknown>): Record<string, unknown> {
  if (connection === undefined || connection === null) return settings;
  const taken = takeOver(oldConnectionSchema.parse(connection));
  const known = Array.isArray(settings.connections) ? settings.connections : [];
  return {
    ...settings,
    connections: [...known, taken],
    currentConnection: settings.currentConnection ?? taken.id,
  };
}

/**
 * With a Graph on this computer, the old connection used a fixed token. Any other gets its sign-in when somebody edits
 * it.
 */
function takeOver({ graphUrl, tenantId, version }: z.infer<typeof oldConnectionSchema>): ConnectionSettings {
  const cloud = Object.values(clouds).find(known => known.graphUrl === graphUrl.replace(/\/+$/, ''));
  return {
    id: TAKEN_OVER,
    name: tenantId,
    tenantId,
    clientId: '',
    authority: (cloud ?? clouds.global).authority,
    graphUrl,
    version,
    signIn: isLoopback(graphUrl) ? 'token' : 'browser',
  };
}
