import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type RestartableCore, startRestartableCore } from '../../../src/main/shells/restartableCore.ts';
import { testServices } from '../app/shellServices.ts';

let folder: string;
let core: RestartableCore;
const restarted = vi.fn<(mode: object) => void>();
const started: boolean[] = [];
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-restart-'));
  restarted.mockReset();
  started.length = 0;
  core = await startRestartableCore({
    mode: { practice: true, undecided: true },
    options: (mode, restart) => {
      started.push(mode.practice);
      return { dataFolder: folder, ...mode, services: { ...testServices(), kind: 'loopback', restart } };
    },
    restarted,
  });
});
afterEach(async () => {
  await core.close();
  rmSync(folder, { recursive: true, force: true });
});

const client = () => createRouterClient(core.router());

test('starts in the other mode, and a second click while it does is the same wish', async () => {
  expect(await client().system.info()).toMatchObject({ practice: true, undecided: true, realTenant: null });
  await Promise.all([client().settings.setMode({ practice: false }), client().settings.setMode({ practice: false })]);
  await vi.waitFor(() => expect(restarted).toHaveBeenCalled(), { timeout: 10_000 });
  expect(await client().system.info()).toMatchObject({ practice: false, undecided: false, connection: null });
  expect(started).toEqual([true, false]);
});

test('closed while it restarts, it starts nothing', async () => {
  await client().settings.setMode({ practice: false });
  await core.close();
  expect(restarted).not.toHaveBeenCalled();
  expect(started).toEqual([true]);
});
