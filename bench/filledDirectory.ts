import { openDirectoryDatabase } from '../src/main/features/directory/database/open.ts';
import { DirectoryWriter } from '../src/main/features/directory/database/writer.ts';
import { newState } from '../src/simulator/graph/state.ts';
import { Tenant } from '../src/simulator/graph/tenant.ts';

/** Each group has an equal part of the users. */
export const GROUPS = 10;
const CHUNK = 1000;

/** Writes the directory of a tenant as an import does. `key` is the tenant's name there. */
export function fillDirectory(folder: string, key: string, users: number): void {
  const tenant = new Tenant(newState('bench', users, 'bench'));
  const database = openDirectoryDatabase(folder);
  const writer = new DirectoryWriter(database);
  writer.begin(key, true);
  for (let n = 1; n <= users; n += CHUNK) {
    const items = Array.from({ length: Math.min(CHUNK, users - n + 1) }, (_, i) => tenant.user(n + i));
    const next = n + CHUNK > users ? undefined : 'more';
    writer.write(key, { phase: 'users', items }, { next, delta: 'bench' });
  }
  const groups = Array.from({ length: GROUPS }, (_, i) => {
    const numbers = Array.from({ length: users / GROUPS }, (_, k) => 1 + i + k * GROUPS);
    const members = numbers.map(n => ({ id: tenant.idOf(n), '@odata.type': '#microsoft.graph.user' }));
    return { id: `group ${i}`, displayName: `Group ${i}`, 'members@delta': members };
  });
  writer.write(key, { phase: 'groups', items: groups }, { next: undefined, delta: 'bench' });
  writer.write(key, { phase: 'registrations', items: [] }, { next: undefined, delta: undefined });
  database.close();
}
