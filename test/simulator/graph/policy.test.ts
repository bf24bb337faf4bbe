import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { METHODS, startHttp, USER } from './http.ts';

const POLICY = '/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/fido2';
const OPTIONS = `${METHODS}/creationOptions`;
const MEMBERSHIPS = `/v1.0/users/${USER}/transitiveMemberOf/microsoft.graph.group`;

const profile = {
  id: 'p1',
  name: 'One',
  passkeyTypes: 'deviceBound,synced',
  attestationEnforcement: 'disabled',
  keyRestrictions: { isEnforced: true, enforcementType: 'block', aaGuids: ['a'] },
};

describe('the policy as Graph tells it', () => {
  test('has a default profile that the top-level members repeat', async () => {
    const { send, get } = await startHttp();
    await send('PATCH', '/simulator/policy', { keyRestrictions: { enforcementType: 'block', aaGuids: ['a'] } });
    const { body } = await get(POLICY);
    expect(body.passkeyProfiles).toMatchObject([
      { id: body.defaultPasskeyProfile, passkeyTypes: 'deviceBound', keyRestrictions: body.keyRestrictions },
    ]);
    expect(body.keyRestrictions).toEqual({ isEnforced: true, enforcementType: 'block', aaGuids: ['a'] });
    expect(body.includeTargets).toMatchObject([
      { id: 'all_users', isRegistrationRequired: false, allowedPasskeyProfiles: [body.defaultPasskeyProfile] },
    ]);
  });

  test('has the profiles and targets that were set, with unknown members in them', async () => {
    const { send, get } = await startHttp();
    const change = {
      passkeyProfiles: [{ ...profile, novelty: 1 }],
      defaultPasskeyProfile: 'p1',
      includeTargets: [{ targetType: 'group', id: 'g', allowedPasskeyProfiles: [], novelty: 2 }],
      excludeTargets: [{ targetType: 'group', id: 'x' }],
    };
    expect((await send('PATCH', '/simulator/policy', change)).status).toBe(200);
    expect((await get(POLICY)).body).toMatchObject(change);
  });

  test('of a tenant without profiles has the deprecated members alone', async () => {
    const { send, get } = await startHttp();
    await send('PATCH', '/simulator/policy', { passkeyProfiles: [], attestationEnforced: true });
    const { body } = await get(POLICY);
    expect(body).toMatchObject({ isAttestationEnforced: true, keyRestrictions: { isEnforced: false } });
    expect(body).not.toHaveProperty('passkeyProfiles');
    expect(body.includeTargets[0]).not.toHaveProperty('allowedPasskeyProfiles');
  });

  test('of a tenant that was stored before there were profiles is as it was', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-tenant-'));
    const stateFile = join(folder, 'tenant.json');
    const first = await startHttp({ stateFile });
    await first.simulator.close();
    const stored = JSON.parse(readFileSync(stateFile, 'utf8'));
    const { state, isSelfServiceRegistrationAllowed } = stored.policy;
    stored.policy = { state, isSelfServiceRegistrationAllowed, attestationEnforced: true, keyRestrictions: null };
    writeFileSync(stateFile, JSON.stringify(stored));
    const again = await startHttp({ stateFile });
    expect((await again.get(POLICY)).body).toMatchObject({
      passkeyProfiles: [{ attestationEnforcement: 'registrationOnly' }],
      includeTargets: [{ id: 'all_users' }],
    });
    await again.simulator.close();
    rmSync(folder, { recursive: true, force: true });
  });
});

describe('who gets creationOptions', () => {
  const group = (id: string) => [{ targetType: 'group', id, allowedPasskeyProfiles: [] }];

  test('members of a targeted group, by any way', async () => {
    const { simulator, get } = await startHttp();
    const { state, tenant } = simulator;
    const { department } = tenant.user(1);
    const own = tenant.groups.find(candidate => candidate.department === department)?.id ?? '';
    const other = tenant.groups.find(candidate => ![department, null].includes(candidate.department))?.id ?? '';
    const everybody = tenant.groups.find(candidate => candidate.department === null)?.id ?? '';
    for (const [id, status] of [
      [own, 200],
      [everybody, 200],
      [other, 400],
      ['all_users', 200],
    ] as const) {
      state.policy.includeTargets = group(id);
      expect((await get(OPTIONS)).status, id).toBe(status);
    }
    state.policy.excludeTargets = [{ targetType: 'group', id: everybody }];
    expect((await get(OPTIONS)).body.error.message).toContain('excluded');
  });

  test('a targeted user, by object id, unless excluded by it', async () => {
    const { simulator, get } = await startHttp();
    const { policy } = simulator.state;
    const target = (id: string) => ({ targetType: 'user', id, allowedPasskeyProfiles: [] });
    policy.includeTargets = [target(simulator.tenant.idOf(2))];
    expect((await get(OPTIONS)).status).toBe(400);
    policy.includeTargets.push(target(simulator.tenant.idOf(1)));
    expect((await get(OPTIONS)).status).toBe(200);
    policy.excludeTargets = [target(simulator.tenant.idOf(1))];
    expect((await get(OPTIONS)).body.error.message).toContain('excluded');
  });
});

describe('the groups of a user', () => {
  test('are listed with nested ones, in pages, of what was asked for', async () => {
    const { simulator, all, get } = await startHttp();
    const { value, pages } = await all(`${MEMBERSHIPS}?$select=id&$top=1&$count=true`);
    const { department } = simulator.tenant.user(1);
    const names = value.map(({ id }) => simulator.tenant.groups.find(candidate => candidate.id === id)?.displayName);
    expect(names).toEqual([department, 'Everybody']);
    expect(pages).toBe(2);
    expect(value[0]).toEqual({ id: expect.any(String) });
    const whole = await get(`${MEMBERSHIPS}?$count=true`, { consistencylevel: 'eventual' });
    expect(whole.body.value[0]).toMatchObject({ displayName: department, securityEnabled: true });
    expect((await get(`/v1.0/users/nobody@contoso.example/transitiveMemberOf/microsoft.graph.group`)).status).toBe(404);
    expect((await get(`/v1.0/users/${USER}/transitiveMemberOf`)).status).toBe(400);
  });

  test('need ConsistencyLevel and $count, for the path has a cast', async () => {
    const { get } = await startHttp();
    const eventual = { consistencylevel: 'eventual' };
    expect((await get(MEMBERSHIPS, eventual)).body.error.code).toBe('Request_UnsupportedQuery');
    expect((await get(`${MEMBERSHIPS}?$count=true`)).body.error.code).toBe('Request_UnsupportedQuery');
    expect((await get(`${MEMBERSHIPS}?$count=true`, eventual)).status).toBe(200);
  });
});
