import { createRouterClient } from '@orpc/server';
import { startCore } from '../../src/main/app/core.ts';
import type { RecordMeans } from '../../src/main/services/record/means.ts';
import { testServices } from '../../test/main/app/shellServices.ts';

/** The means of a desk whose password comes from PostgreSQL's password file. */
export const means: RecordMeans = {
  vault: { read: async () => undefined },
  // None is asked for a token.
  signIns: {} as RecordMeans['signIns'],
  connection: () => undefined,
  roots: () => [],
};

/** Makes a record from a data folder. */
export async function makeRecord(folder: string, url: string): Promise<void> {
  const core = await startCore({ dataFolder: folder, practice: false, services: testServices() });
  await createRouterClient(core.router).record.create({ url, name: 'First' });
  await core.close();
}
