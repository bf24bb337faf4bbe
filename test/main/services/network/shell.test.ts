import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startCore } from '../../../../src/main/app/core.ts';
import type { FromCore } from '../../../../src/main/shells/electron/coreProtocol.ts';
import { createHostServices } from '../../../../src/main/shells/electron/hostServices.ts';
import { testServices } from '../../app/shellServices.ts';
import { openCompany } from './company.ts';

test('the core asks its shell for the system’s proxy, and goes through it', async () => {
  const company = await openCompany({ answer: (_request, response) => response.end() });
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-shell-'));
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy']) vi.stubEnv(name, '');
  vi.stubEnv('KEYDESK_CA_FILE', company.caFile);
  const asked: string[] = [];
  const resolveProxy = async (url: string) => {
    asked.push(new URL(url).host);
    return `PROXY 127.0.0.1:${company.port}; DIRECT`;
  };
  const core = await startCore({ dataFolder: folder, practice: false, services: { ...testServices(), resolveProxy } });
  onTestFinished(async () => {
    await core.close();
    await company.close();
    rmSync(folder, { recursive: true });
    vi.unstubAllEnvs();
  });
  const { hosts } = await createRouterClient(core.router).connections.network();
  const names = ['login.microsoftonline.com', 'graph.microsoft.com', 'mds3.fidoalliance.org'];
  const way = { proxy: `127.0.0.1:${company.port}`, decidedBy: 'system', failure: null };
  expect(hosts).toMatchObject(names.map(host => ({ host, ...way })));
  expect(company.hosts.toSorted()).toEqual(names.toSorted());
  expect([...new Set(asked)].toSorted()).toEqual(names.toSorted());
});

test('in Electron the main process is asked, which alone knows the system’s settings', async () => {
  const posted: FromCore[] = [];
  const host = createHostServices(message => posted.push(message));
  const answer = host.services(false).resolveProxy?.('https://graph.microsoft.com/');
  const [task] = posted;
  expect(task).toMatchObject({ type: 'task', task: { kind: 'resolve-proxy', url: 'https://graph.microsoft.com/' } });
  if (task?.type === 'task') host.receive({ type: 'done', id: task.id, value: 'DIRECT' });
  expect(await answer).toBe('DIRECT');
});
