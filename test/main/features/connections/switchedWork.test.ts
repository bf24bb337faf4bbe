import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActivationEvent } from '../../../../src/contract/activation/schema.ts';
import type { ImportEvent } from '../../../../src/contract/directory/schema.ts';
import { enrollAt, finishAt, PIN } from '../enrollment/desk.ts';
import { openTwoTenantsWithKey, type Side } from './twoTenants.ts';

const given = { kind: 'given', pin: PIN } as const;
const OWN = '8264917350';

let desk: Awaited<ReturnType<typeof openTwoTenantsWithKey>>;
beforeEach(async () => {
  // A registration without an answer is not repeated for minutes.
  desk = await openTwoTenantsWithKey({ sleep: () => Promise.reject(new Error('the enrollment stops here')) });
});
afterEach(() => desk.close());

const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    error => error.data,
  );
const tenantsOf = (table: string, column = 'tenant') =>
  desk.all(`SELECT ${column} AS tenant FROM ${table}`).map(({ tenant }) => tenant);
const entries = (kind: string) => desk.all('SELECT tenant FROM activity WHERE kind = ?', kind).map(row => row.tenant);
/** What a tenant was asked for, but for its name: that is learned after each switch. */
const asked = ({ requests }: Side) => requests.filter(each => !each.endsWith('/organization'));
const passkeysAt = ({ graph }: Side) => graph.state.methods.length;

/** An enrollment in Contoso whose registration went through, although Graph never said so and says nothing until faults are cleared. */
async function cutOff(): Promise<void> {
  const { faults } = desk.a.graph;
  const { failure } = await enrollAt(desk, { user: 'user3@contoso.example', pin: given }, event => {
    if (event.type !== 'step' || event.step !== 'verify') return;
    faults.add({ method: 'POST', path: 'fido2Methods', cut: 'after-commit' });
    faults.add({ path: 'fido2Methods', status: 403, times: 100 });
  });
  expect(failure).toMatchObject({ cleanedUp: false });
  // After the recovery that the end of an enrollment sets off.
  expect(await desk.client.enrollment.recover()).toHaveLength(1);
}

describe('an enrollment', () => {
  test('ends in the tenant where it began, although another process switches meanwhile', async () => {
    const { a, b } = desk;
    const user = a.graph.tenant.user(3);
    const held = a.graph.faults.hold('POST', 'fido2Methods');
    const ended = enrollAt(desk, { user: user.userPrincipalName, pin: given });
    await held.arrived;
    b.switchElsewhere();
    held.letGo();
    const { result } = await ended;
    expect(result?.user.id).toBe(user.id);
    await desk.client.inventory.list({});
    expect(tenantsOf('journal', 'tenant')).toEqual([a.tenant]);
    expect(tenantsOf('assignment')).toEqual([a.tenant]);
    expect(new Set(tenantsOf('event'))).toEqual(new Set([a.tenant]));
    expect(entries('enrollment-done')).toEqual([a.tenant]);
    expect([passkeysAt(a), passkeysAt(b), asked(b)]).toEqual([1, 0, []]);
  });

  test('whose registration gets no answer after a switch is looked for in its own tenant', async () => {
    const { a, b } = desk;
    const held = a.graph.faults.hold('POST', 'fido2Methods');
    a.graph.faults.add({ method: 'POST', path: 'fido2Methods', cut: 'after-commit' });
    a.graph.faults.add({ method: 'POST', path: 'fido2Methods', status: 400, times: 9 });
    const ended = enrollAt(desk, { user: 'user3@contoso.example', pin: given });
    await held.arrived;
    b.switchElsewhere();
    held.letGo();
    // Contoso has the passkey, whatever its answers were; Fabrikam would have said that there is none.
    expect((await ended).result).toBeDefined();
    expect([passkeysAt(a), asked(b)]).toEqual([1, []]);
    // Lists wait for what enrollments have still to write.
    await desk.client.inventory.list({});
    expect(desk.all('SELECT tenant, state FROM assignment')).toEqual([{ tenant: a.tenant, state: 'active' }]);
  });

  test('that was cut off is finished, discarded and recovered in its own tenant only', async () => {
    const { a, b } = desk;
    await cutOff();
    await b.use();
    a.graph.faults.clear();
    const [entry] = await desk.client.enrollment.unfinished();
    expect(entry).toMatchObject({ tenant: a.tenant });
    const enrollmentId = entry?.enrollmentId ?? '';
    const answered = asked(b).length;
    const finished = await finishAt(desk, { enrollmentId, pin: PIN });
    expect(finished.failure?.error).toMatchObject({ code: 'unfinished-other-tenant', params: { tenant: 'Contoso' } });
    expect(await failureOf(desk.client.enrollment.discard({ enrollmentId }))).toMatchObject({
      code: 'unfinished-other-tenant',
    });
    expect(await desk.client.enrollment.recover()).toMatchObject([{ enrollmentId, state: 'credential-created' }]);
    expect(asked(b).slice(answered)).toEqual([]);
    await a.use();
    const end = await finishAt(desk, { enrollmentId, pin: PIN });
    expect(end.result).toBeDefined();
    expect(await desk.client.enrollment.unfinished()).toEqual([]);
  });
});

test('a recovery that runs while the connection is switched asks its own tenant to the end', async () => {
  const { a, b } = desk;
  await cutOff();
  a.graph.faults.clear();
  const held = a.graph.faults.hold('GET', 'fido2Methods');
  const recovered = desk.client.enrollment.recover();
  await held.arrived;
  await b.use();
  const answered = asked(b).length;
  held.letGo();
  expect(await recovered).toEqual([]);
  expect(asked(b).slice(answered)).toEqual([]);
  expect(entries('enrollment-recovered')).toEqual([a.tenant]);
});

test('an import goes on in its tenant, is joined by no one of another, and is recorded where it began', async () => {
  const { a, b } = desk;
  const follow = async () => {
    let last: ImportEvent | undefined;
    for await (const event of await desk.client.directory.import({ full: true })) last = event;
    return last;
  };
  const held = a.graph.faults.hold('GET', '/users/delta');
  const imported = follow();
  await held.arrived;
  await b.use();
  expect(await desk.client.directory.state()).toMatchObject({ importing: false, users: 0 });
  expect(await follow()).toMatchObject({ kind: 'failed', failure: { code: 'import-running' } });
  held.letGo();
  expect(await imported).toMatchObject({ kind: 'done' });
  expect(await desk.client.directory.state()).toMatchObject({ users: 0 });
  expect(entries('directory-imported')).toEqual([a.tenant]);
  await a.use();
  expect(await desk.client.directory.state()).toMatchObject({ users: 60 });
  expect(b.requests.filter(each => each.includes('delta'))).toEqual([]);
});

test('a sitting stays in the tenant in which its user has proven who they are', async () => {
  const { a, b } = desk;
  const user = a.graph.tenant.user(4);
  await desk.client.assignments.assign({ user: user.userPrincipalName });
  const { code } = await desk.client.activation.codes.make({ user: user.userPrincipalName });
  const { sitting } = await desk.client.activation.enterCode({ user: user.userPrincipalName, code });
  await b.use();
  const answered = asked(b).length;
  const events: ActivationEvent[] = [];
  for await (const event of await desk.client.activation.run({ sitting })) {
    events.push(event);
    if (event.type === 'pin-wanted') await desk.client.activation.answerPin({ sitting, chosen: OWN });
  }
  expect(events.at(-1)).toMatchObject({ type: 'done', passkey: {} });
  expect(tenantsOf('activation')).toEqual([a.tenant]);
  expect(tenantsOf('assignment')).toEqual([a.tenant]);
  expect(entries('key-activated')).toEqual([a.tenant]);
  expect([passkeysAt(a), passkeysAt(b)]).toEqual([1, 0]);
  expect(asked(b).slice(answered)).toEqual([]);
  expect(await desk.client.activation.codes.list()).toEqual([]);
});

test('a code that is made while the connection is switched belongs to the tenant of its user', async () => {
  const { a, b } = desk;
  const held = a.graph.faults.hold('GET', 'user5');
  const made = desk.client.activation.codes.make({ user: 'user5@contoso.example' });
  await held.arrived;
  await b.use();
  held.letGo();
  await made;
  expect(tenantsOf('activation_code')).toEqual([a.tenant]);
  expect(entries('activation-code-made')).toEqual([a.tenant]);
});

test('passkeys that are read or deleted while the connection is switched change the record of their own tenant', async () => {
  const { a, b } = desk;
  desk.addAssignment(a, 6);
  desk.addAssignment(b, 6, { id: 'other', method_id: 'method-of-Contoso-6' });
  const { id: user } = a.graph.tenant.user(6);
  const listed = a.graph.faults.hold('GET', 'fido2Methods');
  const list = desk.client.passkeys.list({ user });
  await listed.arrived;
  await b.use();
  listed.letGo();
  expect(await list).toEqual([]);
  expect(tenantsOf('passkey_list')).toEqual([a.tenant]);

  await a.use();
  const held = a.graph.faults.hold('DELETE', 'method-of-Contoso-6');
  const deleted = failureOf(desk.client.passkeys.delete({ user, id: 'method-of-Contoso-6' }));
  await held.arrived;
  await b.use();
  held.letGo();
  expect(await deleted).toMatchObject({ code: 'passkey-not-found' });
  const states = desk.all('SELECT id, state FROM assignment ORDER BY id').map(({ id, state }) => [id, state]);
  expect(Object.fromEntries(states)).toEqual({ 'Contoso-6': 'revoked', other: 'active' });
  expect(entries('passkey-deleted')).toEqual([a.tenant]);
});

test('the policy of one tenant is not kept as the policy of another', async () => {
  const { a, b } = desk;
  const held = a.graph.faults.hold('GET', 'fido2');
  const policy = desk.client.policy.state({ refresh: true });
  await held.arrived;
  await b.use();
  held.letGo();
  expect((await policy).failure).toBeNull();
  expect(tenantsOf(`document WHERE name = 'policy/fido2'`, 'tenant')).toEqual([a.tenant]);
});

describe('workflows', () => {
  const draft = { name: 'All', group: null, trigger: 'user-imported', existing: 'skip' } as const;
  const importAll = async () => {
    for await (const _ of await desk.client.directory.import({ full: true }));
  };

  test('of one tenant assign in that tenant, while another one is connected', async () => {
    const { a, b } = desk;
    await desk.client.workflows.create(draft);
    await importAll();
    await b.use();
    await desk.client.workflows.work();
    expect(await desk.client.workflows.list()).toEqual([]);
    expect((await desk.client.assignments.list({})).total).toBe(0);
    expect(new Set(tenantsOf('assignment'))).toEqual(new Set([a.tenant]));
    expect(new Set(entries('passkey-assigned'))).toEqual(new Set([a.tenant]));
  });

  test('are created in the tenant in which they were checked', async () => {
    const { a, b } = desk;
    await importAll();
    const lock = new DatabaseSync(join(desk.folder, 'keydesk.db'));
    lock.exec('BEGIN IMMEDIATE');
    const created = desk.client.workflows.create(draft);
    // It has begun, and waits for the lock.
    await delay(50);
    b.switchElsewhere();
    lock.exec('COMMIT');
    lock.close();
    const { tenant } = await created;
    expect(tenant).toBe(a.tenant);
    // Entries are written after the answer.
    await expect.poll(() => entries('workflow-created')).toEqual([a.tenant]);
  });
});
