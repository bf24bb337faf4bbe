import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Core, startCore } from '../../../../src/main/app/core.ts';
import { sealerFromEnvironment } from '../../../../src/main/services/auth/keySealer.ts';
import { testServices } from '../../app/shellServices.ts';
import { openSignInDesk } from '../../services/auth/desk.ts';

let folder: string;
let umask: number;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-files-'));
  umask = process.umask(0);
});
afterEach(() => {
  process.umask(umask);
  rmSync(folder, { recursive: true, force: true });
});

/** All files and folders within, by their permissions. */
function permissionsIn(within: string): Record<string, string[]> {
  const found: Record<string, string[]> = {};
  for (const entry of readdirSync(within, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name);
    const mode = (statSync(path).mode & 0o777).toString(8);
    found[mode] = [...(found[mode] ?? []), path.slice(within.length + 1)];
  }
  return found;
}

test.skipIf(process.platform === 'win32')(
  'every file of practice mode is its owner’s alone under a umask of 0',
  async () => {
    const notices: string[] = [];
    const data = join(folder, 'data');
    let core: Core = await startCore({
      dataFolder: data,
      practice: true,
      services: testServices(),
      notice: text => notices.push(text),
    });
    const client = createRouterClient(core.router);
    const request = { user: 'user1@contoso.example', pin: { kind: 'random' as const, length: 6 }, interactive: false };
    for await (const event of await client.enrollment.start(request))
      if (event.type === 'failed') throw new Error(event.failure.error.code);
    for await (const _ of await client.directory.import({ full: true })) void _;
    await client.settings.set({ theme: 'dark' });
    const open = permissionsIn(folder);
    expect(Object.keys(open).sort()).toEqual(['600', '700']);
    const files = [
      'keydesk.db',
      'keydesk.db-wal',
      'keydesk.db-shm',
      'directory.db',
      'settings.json',
      'key.json',
      'tenant.json',
      'activity-head.json',
    ];
    expect(open['600']).toEqual(expect.arrayContaining(files.map(name => `data/practice/${name}`)));
    await core.close();
    expect(notices).toEqual([]);

    // Opened to others by hand, it is closed at the next start, and both the person and the log read that.
    chmodSync(data, 0o777);
    core = await startCore({
      dataFolder: data,
      practice: true,
      services: testServices(),
      notice: text => notices.push(text),
    });
    const [entry] = (await createRouterClient(core.router).activity.list({})).entries;
    await core.close();
    expect(notices).toEqual([expect.stringContaining('could read and change the data folder')]);
    expect(entry).toMatchObject({ kind: 'data-folder-secured', facts: { mode: '777', writable: true } });
  },
);

test.skipIf(process.platform === 'win32')('so is every file of a tenant that somebody signs in to', async () => {
  const desk = await openSignInDesk({
    sealer: sealerFromEnvironment({ KEYDESK_SEALING_KEY: 'a key of a computer of its own' }),
  });
  try {
    const { id } = await desk.connect();
    await desk.signIn(id);
    const found = permissionsIn(desk.folder);
    expect(Object.keys(found).sort()).toEqual(['600', '700']);
    expect(found['600']).toContain(`secrets/${id}.cache.key`);
  } finally {
    await desk.close();
  }
});
