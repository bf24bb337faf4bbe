import type { ShellServices } from '../../../src/main/app/shellServices.ts';
import { forkKeyHost } from '../../../src/main/services/keys/childHost.ts';

/** What a shell would give the core: a real key host, and nothing that seals or opens anything. */
export function testServices(kind: ShellServices['kind'] = 'cli'): ShellServices {
  return {
    kind,
    reason: 'a test',
    openUrl: async () => undefined,
    sealer: null,
    spawnKeyHost: () => forkKeyHost(),
  };
}
