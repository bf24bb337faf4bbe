import { createRouterClient } from '@orpc/server';
import { startCore } from '../src/main/app/core.ts';
import { forkKeyHost } from '../src/main/services/keys/childHost.ts';

const core = await startCore({
  dataFolder: process.argv[2] ?? '',
  practice: false,
  services: {
    kind: 'cli',
    reason: 'the bench',
    openUrl: async () => undefined,
    sealer: null,
    spawnKeyHost: () => forkKeyHost(),
  },
});
await createRouterClient(core.router).system.info();
process.exit(0);
