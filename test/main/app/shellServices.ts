import type { ShellServices } from '../../../src/main/app/shellServices.ts';
import { forkKeyHost } from '../../../src/main/services/keys/childHost.ts';
import { programs } from '../../programs.ts';

/** Returns the services of a shell for a core: a real key host, no browser and no encryption. */
export function testServices(kind: ShellServices['kind'] = 'cli'): ShellServices {
  return {
    kind,
    reason: 'a test',
    openUrl: async () => undefined,
    sealer: null,
    spawnKeyHost: () => forkKeyHost(programs.keyHost),
  };
}
