import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Company, openCompany } from '../main/services/network/company.ts';
import { keydesk } from './run.ts';

const HOSTS = ['login.microsoftonline.com', 'graph.microsoft.com', 'mds3.fidoalliance.org'];

let company: Company;
let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-network-'));
  company = await openCompany({ answer: (_request, response) => response.end(), credentials: 'mia:right' });
});
afterEach(async () => {
  await company.close();
  rmSync(folder, { recursive: true });
});

const env = (proxy: string) => ({
  HTTPS_PROXY: proxy,
  https_proxy: '',
  NO_PROXY: '',
  no_proxy: '',
  KEYDESK_CA_FILE: company.caFile,
});
const run = (args: string[], proxy = company.proxy) => keydesk([...args, '--data', folder], { env: env(proxy) });

test('keydesk network shows how each host is reached, and that it answers', async () => {
  const { code, stdout, stderr } = await run(['network', '--json']);
  expect([code, stderr]).toEqual([0, '']);
  const { ok, hosts, certificates } = JSON.parse(stdout);
  expect(ok).toBe(true);
  expect(hosts.map(({ host }: { host: string }) => host)).toEqual(HOSTS);
  for (const host of hosts) {
    expect(host).toMatchObject({ proxy: `127.0.0.1:${company.port}`, decidedBy: 'environment', error: null });
  }
  expect(certificates).toContainEqual({ source: 'file', file: company.caFile, count: 1 });
  expect(company.hosts.toSorted()).toEqual(HOSTS.toSorted());
});

test('it says what the proxy refused, without the password', async () => {
  const { code, stdout, stderr } = await run(['network'], `http://mia:wrong-password@127.0.0.1:${company.port}`);
  expect(code).toBe(1);
  expect(stdout).toContain(`through 127.0.0.1:${company.port} (HTTPS_PROXY)`);
  expect(stdout).toContain('asks for a user name and password');
  expect(stdout + stderr).not.toContain('wrong-password');
});

test('in practice mode only the simulated tenant is reached', async () => {
  const { code, stdout } = await run(['--practice', 'network', '--json']);
  expect(code).toBe(0);
  expect(JSON.parse(stdout).hosts).toMatchObject([{ purpose: 'graph', proxy: null, decidedBy: 'this-computer' }]);
  expect(company.tunnels).toEqual([]);
});
