import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type GraphSimulator, startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { keydesk } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'keydesk-cli-'));
const AAGUID = '2fc0579f-8113-47ea-b116-bb5a8db9202a';
const USER = 'user1@contoso.example';
let graph: GraphSimulator;
beforeAll(async () => {
  graph = await startGraphSimulator({ users: 20 });
});
afterAll(async () => {
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

async function run(...args: string[]) {
  const where = ['--graph', graph.url, '--data', folder];
  const env = { KEYDESK_GRAPH_TOKEN: graph.token };
  return keydesk(['policy', ...args, ...where], { env });
}
const json = async (...args: string[]) => {
  const { code, stdout } = await run(...args, '--json');
  return { code, answer: JSON.parse(stdout) };
};

/** As an administrator changes it, through the simulator's own control. */
async function change(policy: object): Promise<void> {
  const { status } = await fetch(`${graph.url}/simulator/policy`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${graph.token}` },
    body: JSON.stringify(policy),
  });
  expect(status).toBe(200);
}

test('policy show and check follow the tenant, and the age of what is known', async () => {
  expect(await json('show')).toMatchObject({ code: 0, answer: { ok: true, policy: { enabled: true }, failure: null } });
  expect(await json('check', '--user', USER, '--aaguid', AAGUID)).toMatchObject({
    code: 0,
    answer: { ok: true, verdict: 'allowed', aaguid: AAGUID, user: { userPrincipalName: USER } },
  });

  const profile = {
    id: 'p1',
    name: 'Desk keys',
    passkeyTypes: 'deviceBound',
    attestationEnforcement: 'disabled',
    keyRestrictions: { isEnforced: true, enforcementType: 'block', aaGuids: [AAGUID] },
  };
  await change({ passkeyProfiles: [profile], defaultPasskeyProfile: 'p1', includeTargets: [] });
  expect((await json('show')).answer.policy.include).toHaveLength(1);
  expect((await json('show', '--refresh')).answer.policy.include).toHaveLength(0);
  expect(await json('check', '--user', USER)).toMatchObject({
    code: 1,
    answer: { ok: false, verdict: 'refused', error: { code: 'policy-user-not-targeted', next: expect.any(String) } },
  });

  await change({ includeTargets: [{ targetType: 'group', id: 'all_users', allowedPasskeyProfiles: [] }] });
  const words = await run('show', '--refresh');
  expect(words.stdout).toContain('May register a key: all users (Desk keys).');
  expect(words.stdout).toContain(`Desk keys: any key model except: ${AAGUID}; no attestation.`);
  expect(await json('check', '--user', USER, '--aaguid', AAGUID)).toMatchObject({
    code: 1,
    answer: { error: { code: 'policy-model-not-allowed', message: expect.stringContaining('Desk keys') } },
  });
  expect(await json('check', '--user', USER)).toMatchObject({ code: 0, answer: { verdict: 'allowed' } });
});

test('a policy that may not be read is reported, and the last one shown', async () => {
  graph.faults.add({ path: '/policies/', status: 403, message: 'Not you.', times: 9 });
  const { code, answer } = await json('show', '--refresh');
  expect(code).toBe(1);
  expect(answer).toMatchObject({ ok: false, policy: { enabled: true }, error: { code: 'policy-unreadable' } });
  const words = await run('show', '--refresh');
  expect(words.stdout).toContain('May register a key');
  expect(words.stderr).toContain(answer.error.next);
  rmSync(folder, { recursive: true, force: true });
  expect(await json('show')).toMatchObject({
    code: 1,
    answer: { ok: false, error: { code: 'policy-unreadable', message: expect.stringContaining('Not you.') } },
  });
  graph.faults.clear();
});
