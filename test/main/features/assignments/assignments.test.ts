import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, describe, expect, test } from 'vitest';
import { programs } from '../../../programs.ts';
import { type Desk, enrollAt, openDesk, PIN, USER } from '../enrollment/desk.ts';

let desk: Desk;
afterEach(() => desk.close());

const given = { kind: 'given', pin: PIN } as const;
const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    error => error.data,
  );

function sql(text: string, ...values: (string | number)[]): void {
  const raw = new DatabaseSync(join(desk.folder, 'keydesk.db'), { timeout: 2000 });
  raw.prepare(text).run(...values);
  raw.close();
}

describe('assigning without a key', () => {
  test('waits for a key; a second one for the same user is refused with what is there', async () => {
    desk = await openDesk();
    const { client } = desk;
    const assignment = await client.assignments.assign({ user: USER });
    expect(assignment).toMatchObject({
      state: 'pending',
      purpose: 'primary',
      source: 'desk',
      reason: 'assigned',
      key: null,
    });
    expect(await failureOf(client.assignments.assign({ user: USER }))).toMatchObject({
      code: 'assignment-exists',
      params: { purpose: 'primary', state: 'pending' },
    });
    const backup = await client.assignments.assign({ user: USER, purpose: 'backup' });
    expect((await client.assignments.list({})).counts).toMatchObject({ pending: 2, active: 0 });
    await client.assignments.cancel({ id: backup.id });
    expect(await failureOf(client.assignments.cancel({ id: backup.id }))).toMatchObject({
      code: 'assignment-changed',
      params: { state: 'cancelled' },
    });
    expect(await failureOf(client.assignments.cancel({ id: 'nobody' }))).toMatchObject({
      code: 'assignment-not-found',
    });
  });

  test('refuses guests, strangers and a time of expiry that is over', async () => {
    desk = await openDesk();
    const { assign } = desk.client.assignments;
    const guest = 'user29_partner.example#EXT#@contoso.example';
    expect(await failureOf(assign({ user: guest }))).toMatchObject({ code: 'user-is-guest' });
    expect(await failureOf(assign({ user: 'nobody@contoso.example' }))).toMatchObject({ code: 'user-not-found' });
    expect(await failureOf(assign({ user: USER, expiresAt: '2020-01-01T00:00:00Z' }))).toMatchObject({
      code: 'expiry-over',
    });
  });

  test('expires by itself, and its place is free again', async () => {
    desk = await openDesk();
    const { client } = desk;
    const { id } = await client.assignments.assign({ user: USER, expiresAt: '2999-01-01T00:00:00Z' });
    sql("UPDATE assignment SET expires_at = '2020-01-01T00:00:00.000Z' WHERE id = ?", id);
    const { assignments, counts } = await client.assignments.list({});
    expect(assignments).toMatchObject([{ id, state: 'expired', reason: 'expired' }]);
    expect(counts.pending).toBe(0);
    await client.assignments.assign({ user: USER });
    const { entries } = await client.activity.list({ kinds: ['assignment-changed'] });
    expect(entries).toMatchObject([{ facts: { from: 'pending', to: 'expired', reason: 'expired' } }]);
  });
});

test('revoking an active one deletes its passkey in Entra; where Entra says no, nothing is changed', async () => {
  desk = await openDesk();
  const { client } = desk;
  await enrollAt(desk, { pin: given });
  const [active] = (await client.assignments.list({})).assignments;
  const id = active?.id ?? '';
  desk.graph.faults.add({ method: 'DELETE', path: 'fido2Methods', status: 403 });
  // A refused token is renewed once.
  desk.graph.faults.add({ method: 'DELETE', path: 'fido2Methods', status: 403 });
  expect(await failureOf(client.assignments.revoke({ id }))).toMatchObject({ code: 'graph-forbidden' });
  expect((await client.assignments.list({})).assignments).toMatchObject([{ state: 'active' }]);
  expect(await client.assignments.revoke({ id })).toMatchObject({ state: 'revoked', reason: 'revoked-by-staff' });
  expect(await client.passkeys.list({ user: USER })).toEqual([]);
});

test('knows the key while the passkey is still being made, where it was here before', async () => {
  desk = await openDesk();
  const { client, key, keyId } = desk;
  await enrollAt(desk, { pin: given });
  const [first] = (await client.assignments.list({})).assignments;
  key.setTouch('manual');
  const request = { user: USER, keyId, pin: given, interactive: false };
  let making: unknown;
  for await (const event of await client.enrollment.start(request)) {
    if (event.type === 'interaction' && event.interaction.kind === 'touch') {
      const { assignments } = await client.assignments.list({ states: ['provisioning'] });
      making = assignments.map(({ key }) => key?.id);
      key.touch();
    }
  }
  expect(making).toEqual([first?.key?.id]);
  expect(first?.key?.id).toEqual(expect.any(String));
});

test('names user and key while the passkey is still being made', async () => {
  desk = await openDesk();
  const { client, key, keyId } = desk;
  key.setTouch('manual');
  const named = async () =>
    (await client.assignments.list({})).assignments.map(({ user, key }) => [user.displayName, key?.product]);
  const making: unknown[] = [];
  for await (const event of await client.enrollment.start({ user: USER, keyId, pin: given, interactive: false })) {
    if (event.type !== 'interaction' || event.interaction.kind !== 'touch') continue;
    await expect.poll(named).toHaveLength(1);
    making.push(...(await named()));
    key.touch();
  }
  await expect.poll(async () => (await client.assignments.list({ states: ['active'] })).assignments).toHaveLength(1);
  expect(making).toEqual(await named());
  expect(making).toEqual([[expect.not.stringContaining('@'), expect.any(String)]]);
});

describe('what a dead process left provisioning', () => {
  /** As a process leaves it that is killed when the journal had come to a state. */
  const leave = async (journal: string) => {
    desk = await openDesk();
    const { result } = await enrollAt(desk, { pin: given });
    const [active] = (await desk.client.assignments.list({})).assignments;
    sql(`UPDATE journal SET ${journal}, instance = 'dead' WHERE id = ?`, result?.enrollmentId ?? '');
    sql(
      `UPDATE assignment SET state = 'provisioning', reason = 'enrolment-started', instance = 'dead', method_id = NULL,
       credential_id = NULL WHERE id = ?`,
      active?.id ?? '',
    );
    return { id: active?.id, result };
  };
  const settled = async () => {
    await desk.restart();
    return (await desk.client.assignments.list({})).assignments;
  };

  test('is active where Entra has the passkey', async () => {
    const { id, result } = await leave("state = 'registered'");
    expect(await settled()).toMatchObject([
      { id, state: 'active', methodId: result?.method.id, credentialId: result?.credentialId },
    ]);
  });

  test('is pending again where nothing was made', async () => {
    const { id } = await leave("state = 'options-fetched', creating = 0");
    expect(await settled()).toMatchObject([{ id, state: 'pending', reason: 'enrolment-interrupted' }]);
  });

  test('failed if the outcome is unknown, and is active once the passkey is found', async () => {
    const { id, result } = await leave(
      "state = 'needs-attention', creating = 1, credential_id = NULL, method_id = NULL",
    );
    expect(await settled()).toMatchObject([{ id, state: 'failed', reason: 'enrolment-interrupted' }]);
    sql(
      "UPDATE journal SET state = 'done', method_id = ? WHERE id = ?",
      result?.method.id ?? '',
      result?.enrollmentId ?? '',
    );
    expect(await settled()).toMatchObject([{ id, state: 'active', methodId: result?.method.id }]);
  });
});

test('two processes that assign to one user at once: one learns that the other was faster', async () => {
  desk = await openDesk();
  const run = () => {
    const args = ['--disable-warning=ExperimentalWarning', programs.keydesk];
    const child = spawn(
      process.execPath,
      [...args, 'assignments', 'assign', '--user', USER, '--json', '--data', desk.folder, '--graph', desk.graph.url],
      { env: { ...process.env, KEYDESK_GRAPH_TOKEN: desk.graph.token }, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    let out = '';
    child.stdout.on('data', chunk => {
      out += chunk;
    });
    return once(child, 'close').then(() => JSON.parse(out));
  };
  const ends = await Promise.all([run(), run(), run()]);
  expect(ends.filter(({ ok }) => ok)).toHaveLength(1);
  expect(ends.filter(({ ok }) => !ok).map(({ error }) => error.code)).toEqual([
    'assignment-exists',
    'assignment-exists',
  ]);
});
