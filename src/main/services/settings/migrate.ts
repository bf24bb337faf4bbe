import { z } from 'zod';
import { clouds } from '../../../contract/connections/clouds.ts';
import type { ConnectionSettings } from '../../../contract/connections/schema.ts';
import { isLoopback } from '../graph/graphTarget.ts';

/** The one connection that settings had before there could be several. */
const oldConnectionSchema = z.object({
  graphUrl: z.url(),
  tenantId: z.string().min(1),
  version: z.enum(['v1.0', 'beta']),
});

/** The id of a connection that was taken over: always the same, since it is taken over whenever the file is read. */
const TAKEN_OVER = 'connection-1';

/** Settings as they stand in the file, in their present form. Throws where the old connection is none. */
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

/** At a Graph on this computer it worked with a fixed token; elsewhere it gets its sign-in when somebody edits it. */
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
