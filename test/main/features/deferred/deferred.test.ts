import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DeferredEvent } from '../../../../src/contract/deferred/schema.ts';
import { toBase64url } from '../../../../src/ctap/bytes.ts';
import { createPackage, openPackage } from '../../../../src/main/features/deferred/package/packageFile.ts';
import type { SoftwareKey } from '../../../../src/simulator/key/softwareKey.ts';
import { type BusDesk, openBusDesk } from '../../services/keys/busDesk.ts';
import { copyOf, ended, fetchInto, fileIn, inside, make, makeAll, told, unlock, upload, upn } from './packages.ts';

let office: BusDesk;
/** A site without a network: its tenant does not answer. */
let site: BusDesk;
let file: string;
beforeEach(async () => {
  [office, site] = await Promise.all([openBusDesk(), openBusDesk()]);
  await site.graph.close();
  file = fileIn(office.folder);
  await office.client.profiles.create({ name: 'Random', pin: { kind: 'random-digits', length: 8 }, isDefault: true });
});
afterEach(() => Promise.all([office.close(), site.close()]));

const methodsOf = (n: number) => office.client.passkeys.list({ user: upn(n) });
const withSerial = (key: SoftwareKey, serial: string | undefined) =>
  serial === undefined ? ([key] as const) : ([key, serial] as const);
const newKeys = (count: number) =>
  Promise.all(Array.from({ length: count }, async (_, n) => [await site.key(), `SN10000${n + 1}`] as const));

describe('fetch', () => {
  test('checks users as a batch does, and asks for a challenge of the wanted time', async () => {
    const shown = await fetchInto(office, file, [upn(1), 'nobody@contoso.example', upn(1)], { days: 7 });
    expect(told(shown)).toEqual([
      ['fetched', null],
      ['refused', 'user-not-found'],
      ['refused', 'batch-user-twice'],
    ]);
    const days = (Date.parse(shown.package.expiresAt ?? '') - Date.now()) / 86_400_000;
    expect(days).toBeCloseTo(7, 1);
    await expect(
      fetchInto(office, fileIn(office.folder, 'weak'), [upn(1)], { lock: { kind: 'passphrase', passphrase: 'short' } }),
    ).rejects.toMatchObject({ code: 'handover-passphrase' });
  });

  test('renews what has no key, adds users, and keeps the keys that were made', async () => {
    await fetchInto(office, file, [upn(1), upn(2)]);
    await makeAll(site, file, (await newKeys(1)).slice(0, 1));
    const before = await inside(file);
    await fetchInto(office, file, [upn(1), upn(2), upn(3)], { unlock });
    const after = await inside(file);
    expect(after.rows.map(({ typed, made }) => [typed, made !== null])).toEqual([
      [upn(1), true],
      [upn(2), false],
      [upn(3), false],
    ]);
    expect(after.rows[0]?.options).toEqual(before.rows[0]?.options);
    expect(after.rows[1]?.options).not.toEqual(before.rows[1]?.options);
  });

  test('says at the batch until when its keys may be made with the package, which has the name of the file', async () => {
    await fetchInto(office, file, [upn(1)]);
    const [batch] = await office.client.batches.list();
    expect(basename(file, '.keydesk-keys')).toBe(batch?.name);
    const { until } = await office.client.deferred.ofBatch({ id: batch?.id ?? '' });
    expect(Date.parse(until ?? '')).toBeGreaterThan(Date.now());
    expect(await office.client.deferred.ofBatch({ id: 'another' })).toEqual({ until: null });
  });

  test('into a folder that is not there is refused before anything is asked or kept', async () => {
    const missing = join(office.folder, 'not there', 'site.keydesk-keys');
    office.graph.faults.add({ path: '/', status: 500, times: 1000 });
    await expect(fetchInto(office, missing, [upn(1)])).rejects.toMatchObject({
      code: 'deferred-folder-missing',
      params: { folder: dirname(missing) },
    });
    expect(await office.client.batches.list()).toEqual([]);
  });

  test('refuses a tenant without beta', async () => {
    office.graph.faults.add({ path: 'creationOptions', status: 405, times: 9 });
    await expect(fetchInto(office, file, [upn(1)])).rejects.toMatchObject({ code: 'deferred-beta-missing' });
  });
});

describe('a fetch of rows whose profile sets no PIN', () => {
  const warnings = async (profile: string | undefined) => {
    const rows = [1, 2].map(n => ({ line: n, user: upn(n), name: null, profile: null, serial: null }));
    const found: unknown[] = [];
    const events = await office.client.deferred.fetch({
      file: fileIn(office.folder, profile ?? 'none'),
      source: { kind: 'rows', rows },
      lock: { kind: 'passphrase', passphrase: 'correct horse battery' },
      ...(profile === undefined ? {} : { profile }),
    });
    for await (const event of events) if (event.type === 'warning') found.push(event.warning);
    return found;
  };

  test('warns that somebody must type it, unless the profile wants that', async () => {
    await office.client.profiles.create({ name: 'Typed', pin: { kind: 'typed' } });
    await office.client.profiles.create({ name: 'Kept', pin: { kind: 'keep' } });
    expect(await warnings('Random')).toEqual([]);
    expect(await warnings('Typed')).toEqual([]);
    expect(await warnings('Kept')).toMatchObject([{ code: 'deferred-pin-typed', params: { count: 2, user: upn(1) } }]);
    for (const { id } of await office.client.profiles.list()) await office.client.profiles.delete({ profile: id });
    expect(await warnings(undefined)).toMatchObject([{ code: 'deferred-pin-typed', params: { count: 2 } }]);
  });
});

describe('a key without a serial number that was cut off after the package had its PIN', () => {
  /** Takes a key out while it waits for its touch. */
  async function cutOff() {
    const key = await site.key();
    key.setTouch('manual');
    await site.plug(key);
    const touched = (event: DeferredEvent) => event.type === 'keys' && event.keys[0]?.interaction.kind === 'touch';
    let out = false;
    await make(site, file, event => {
      if (!out && touched(event)) {
        out = true;
        void site.unplug();
      }
      return out && event.type === 'keys' && event.keys.length === 0;
    });
    key.setTouch('auto');
    return key;
  }
  const state = (name: string) => (event: DeferredEvent) => event.type === 'keys' && event.keys[0]?.state === name;
  const lastFailure = (events: readonly DeferredEvent[]) => {
    const last = events.findLast(event => event.type === 'keys');
    return last?.type === 'keys' ? last.keys[0]?.failure : undefined;
  };

  test('gets its row back in the same run, and also later, in any order', async () => {
    await fetchInto(office, file, [upn(1), upn(2), upn(3)]);
    const keys = [await cutOff(), await cutOff()];
    const before = await inside(file);
    expect(before.rows.map(({ pins }) => pins.length)).toEqual([1, 1, 0]);
    for (const key of keys.toReversed()) {
      await site.plug(key);
      await make(site, file, state('remove'));
    }
    const { rows } = await inside(file);
    expect(rows.map(({ made }) => made?.pin ?? null)).toEqual([
      ...before.rows.slice(0, 2).map(row => row.pins[0]?.pin),
      null,
    ]);
    expect(told(await upload(office, file)).map(([end]) => end)).toEqual(['uploaded', 'uploaded', 'fetched']);
  });

  test('is plugged in again at once: its row is made, without another start', async () => {
    await fetchInto(office, file, [upn(1), upn(2)]);
    const key = await site.key();
    key.setTouch('manual');
    await site.plug(key);
    let step = 0;
    await make(site, file, event => {
      if (event.type !== 'keys') return false;
      if (step === 0 && event.keys[0]?.interaction.kind === 'touch') {
        step = 1;
        void site.unplug();
      } else if (step === 1 && event.keys.length === 0) {
        step = 2;
        key.setTouch('auto');
        void site.plug(key);
      }
      return step === 2 && event.keys[0]?.state === 'remove';
    });
    expect((await inside(file)).rows.map(({ made }) => made !== null)).toEqual([true, false]);
  });

  test('is not confused with a foreign key, which is refused with the reason and loses one attempt', async () => {
    await fetchInto(office, file, [upn(1), upn(2)]);
    await cutOff();
    const foreign = await site.key();
    await site.client.keys.setPin({ keyId: await site.plug(foreign), pin: '246813' });
    for (let n = 0; n < 2; n++) {
      await site.plug(foreign);
      expect(lastFailure(await make(site, file, state('refused')))).toMatchObject({
        code: 'deferred-key-perhaps-of',
        params: { users: upn(1) },
      });
    }
    const keyId = await site.plug(foreign);
    expect((await site.client.keys.info({ keyId })).pin.retries).toBe(7);
  });
});

describe('make without a network', () => {
  test('makes and proves a key for each row, and an independent verifier accepts them', async () => {
    await fetchInto(office, file, [upn(1), upn(2)]);
    await makeAll(site, file, await newKeys(2));
    const { rows, tenant } = await inside(file);
    expect(tenant).toBe(office.graph.url);
    for (const { made, attempts, options, user } of rows) {
      const attempt = attempts.find(({ id }) => id === made?.attempt);
      const { publicKey } = options.raw as { publicKey: { challenge: string; rp: { id: string } } };
      const id = toBase64url(attempt?.credential_id ?? new Uint8Array());
      const verified = await verifyRegistrationResponse({
        response: {
          id,
          rawId: id,
          type: 'public-key',
          clientExtensionResults: {},
          response: {
            clientDataJSON: toBase64url(attempt?.client_data_json ?? new Uint8Array()),
            attestationObject: toBase64url(attempt?.attestation_object ?? new Uint8Array()),
          },
        },
        expectedChallenge: toBase64url(Buffer.from(publicKey.challenge, 'base64')),
        expectedOrigin: `https://${publicKey.rp.id}`,
        expectedRPID: publicKey.rp.id,
        requireUserVerification: true,
      });
      expect(verified.verified, user.userPrincipalName).toBe(true);
      expect(made?.pin).toMatch(/^\d{8}$/);
    }
    // Nothing of it is in the record of the site.
    expect(await site.client.enrollment.unfinished()).toEqual([]);
    expect((await site.client.assignments.list({})).assignments).toEqual([]);
  });

  test('recognizes a key that was made, by its serial number and without one', async () => {
    await fetchInto(office, file, [upn(1), upn(2), upn(3)]);
    const [numbered, blank] = [await site.key(), await site.key()];
    await makeAll(site, file, [[numbered, 'n1'], [blank]]);
    expect((await inside(file)).rows.map(({ made }) => made !== null)).toEqual([true, true, false]);
    await site.plug(numbered, 'n1');
    await make(site, file, event => event.type === 'keys' && event.keys[0]?.state === 'remove');
    await site.plug(blank);
    const { rows } = await inside(file);
    const events = await make(site, file, event => event.type === 'keys' && event.keys[0]?.state === 'remove');
    const last = events.findLast(event => event.type === 'keys');
    expect(last?.type === 'keys' && last.keys[0]?.rowId).toBe(rows[1]?.id);
    expect(rows[2]?.error).toBeNull();
    expect([numbered.state().credentialCount, blank.state().credentialCount]).toEqual([1, 1]);
  });

  test('gives a key with an expected serial number its own row, and refuses another one', async () => {
    await fetchInto(office, file, [
      { user: upn(1), serial: 'AA' },
      { user: upn(2), serial: 'BB' },
    ]);
    await site.plug(await site.key(), 'cc');
    const events = await make(site, file, event => event.type === 'keys' && event.keys[0]?.state === 'refused');
    const last = events.findLast(event => event.type === 'keys');
    expect(last?.type === 'keys' && last.keys[0]?.failure?.code).toBe('batch-other-serial');
    await makeAll(site, file, [[await site.key(), 'bb']]);
    expect((await inside(file)).rows.map(({ made }) => made?.enrolled.serial ?? null)).toEqual([null, 'bb']);
  });

  test('warns of a wrong clock, and goes on', async () => {
    await fetchInto(office, file, [upn(1)], { days: 1 });
    const late = await openBusDesk();
    const { rows, ...content } = await inside(file);
    expect(content.fetchedAt).toBeGreaterThan(0);
    try {
      await late.graph.close();
      const now = Date.now;
      Date.now = () => now() + 40 * 86_400_000;
      try {
        const events = await makeAll(late, file, [[await late.key(), 'x']]);
        expect(events).toContainEqual(
          expect.objectContaining({ type: 'warning', warning: expect.objectContaining({ code: 'deferred-clock' }) }),
        );
      } finally {
        Date.now = now;
      }
      expect((await inside(file)).rows[0]?.made).not.toBeNull();
      expect(rows).toHaveLength(1);
    } finally {
      await late.close();
    }
  });
});

describe('upload', () => {
  test('registers the keys, with their assignments, inventory, activity and PINs', async () => {
    await fetchInto(office, file, [upn(1), upn(2), upn(3)]);
    await makeAll(site, file, await newKeys(2));
    const shown = await upload(office, file);
    expect(told(shown)).toEqual([
      ['uploaded', null],
      ['uploaded', null],
      ['fetched', null],
    ]);
    expect(await methodsOf(1)).toHaveLength(1);
    const { assignments } = await office.client.assignments.list({});
    expect(assignments.map(({ state, key }) => `${state} ${key?.serial}`).sort()).toEqual([
      'active SN100001',
      'active SN100002',
    ]);
    const { keys } = await office.client.inventory.list({});
    expect(keys.map(({ serial }) => serial).sort()).toEqual(['SN100001', 'SN100002']);
    const { rows } = await office.client.batches.rows({ id: shown.package.batch.id });
    expect(rows.map(({ state, key }) => [state, key?.serial ?? null])).toEqual([
      ['done', 'SN100001'],
      ['done', 'SN100002'],
      ['waiting-for-key', null],
    ]);
    const { pin } = await office.client.batches.showPin({ id: shown.package.batch.id, rowId: rows[0]?.id ?? '' });
    expect(pin).toBe((await inside(file)).rows[0]?.made?.pin);
    const { entries } = await office.client.activity.list({});
    expect(entries.map(({ kind }) => kind)).toContain('enrollment-done');
  });

  test('puts keys without a serial number into the inventory, where they can be reported lost, and are recognized', async () => {
    await fetchInto(office, file, [upn(1), upn(2)]);
    const keys = [await site.key(), await site.key()];
    await makeAll(
      site,
      file,
      keys.map(key => [key]),
    );
    await upload(office, file);
    await upload(office, file);
    const listed = async () =>
      (await office.client.inventory.list({})).keys.map(({ state, user, serial }) => [
        state,
        user?.userPrincipalName,
        serial,
      ]);
    const two = [
      ['active', upn(1), null],
      ['active', upn(2), null],
    ];
    expect((await listed()).sort()).toEqual(two);
    await site.unplug();
    await office.plug(keys[1] ?? (await office.key()));
    const { id } = await office.client.inventory.plugged({});
    expect((await listed()).sort()).toEqual(two);
    await office.client.inventory.reportLost({ id });
    expect([(await methodsOf(1)).length, (await methodsOf(2)).length]).toEqual([1, 0]);
  });

  test('registers nothing twice, whichever copy of the package comes, and into whichever record', async () => {
    await fetchInto(office, file, [upn(1)]);
    await makeAll(site, file, await newKeys(1));
    const copy = fileIn(office.folder, 'copy');
    writeFileSync(copy, copyOf(file));
    await upload(office, file);
    expect(told(await upload(office, file))).toEqual([['uploaded', null]]);
    expect(told(await upload(office, copy))).toEqual([['uploaded', null]]);
    expect(await methodsOf(1)).toHaveLength(1);
  });

  test('checks the policy again, and succeeds after it was corrected', async () => {
    await fetchInto(office, file, [upn(1)]);
    await makeAll(site, file, await newKeys(1));
    const { policy } = office.graph.state;
    const before = structuredClone(policy);
    Object.assign(policy, { state: 'disabled' });
    const shown = await upload(office, file);
    expect(told(shown)).toEqual([['failed', 'policy-method-disabled']]);
    expect(await office.client.enrollment.unfinished()).toEqual([]);
    Object.assign(policy, before);
    expect(told(await upload(office, file))).toEqual([['uploaded', null]]);
  });

  test('refuses a package of another tenant', async () => {
    await fetchInto(office, file, [upn(1)]);
    const other = await openBusDesk();
    try {
      await expect(ended(await other.client.deferred.upload({ file, unlock }))).rejects.toMatchObject({
        code: 'deferred-other-tenant',
      });
    } finally {
      await other.close();
    }
  });

  test('lists a passkey that Entra refuses for good, and deletes it from its key', async () => {
    await fetchInto(office, file, [upn(1)]);
    const [key, serial] = [await site.key(), 'x1'];
    await makeAll(site, file, [[key, serial]]);
    const pin = (await inside(file)).rows[0]?.made?.pin ?? '';
    office.graph.faults.add({ method: 'POST', path: '/fido2Methods', status: 400, times: 1 });
    expect(told(await upload(office, file))).toEqual([['failed', 'graph-refused']]);
    const [unfinished] = await office.client.enrollment.unfinished();
    expect(unfinished).toMatchObject({ state: 'needs-attention', submission: 'refused', userPrincipalName: upn(1) });
    expect(key.state().credentialCount).toBe(1);
    await site.unplug();
    await office.plug(key, serial);
    const finish = await office.client.enrollment.finish({
      enrollmentId: unfinished?.enrollmentId ?? '',
      interactive: false,
      pin,
    });
    for await (const event of finish)
      if (event.type === 'failed') expect(event.failure.error.code).toBe('unfinished-removed');
    expect(key.state().credentialCount).toBe(0);
    expect(told(await upload(office, file))).toEqual([['failed', 'deferred-key-cleaned']]);
  });

  test.each(['SN600001', undefined])(
    'cleans the key up with the PIN that is kept, which nobody must know (serial number %s)',
    async serial => {
      await fetchInto(office, file, [upn(1)]);
      const key = await site.key();
      await makeAll(site, file, [withSerial(key, serial)]);
      office.graph.faults.add({ method: 'POST', path: '/fido2Methods', status: 400, times: 1 });
      await upload(office, file);
      expect(key.state().credentialCount).toBe(1);
      const enrollmentId = await unfinishedId();
      await site.unplug();
      const foreign = await office.key();
      const foreignId = await office.plug(foreign);
      await office.client.keys.setPin({ keyId: foreignId, pin: '246813' });
      // Another key loses one attempt at most, and none if its number tells it.
      for (let n = 0; n < 2; n++) expect(await finish(enrollmentId)).toBe('pin-required');
      expect((await office.client.keys.info({ keyId: foreignId })).pin.retries).toBe(serial === undefined ? 7 : 8);
      await office.plug(key, serial);
      expect(await finish(enrollmentId)).toBe('unfinished-removed');
      expect(key.state().credentialCount).toBe(0);
    },
  );

  test('that is canceled loses nothing, and deletes nothing', async () => {
    await fetchInto(office, file, [upn(1)]);
    await makeAll(site, file, await newKeys(1));
    const cancel = new AbortController();
    const held = office.graph.faults.hold('POST', '/fido2Methods');
    const running = office.client.deferred.upload({ file, unlock }, { signal: cancel.signal }).then(ended);
    await held.arrived;
    cancel.abort();
    held.letGo();
    await running.catch(() => undefined);
    await expect.poll(() => upload(office, file).then(told, () => [])).toEqual([['uploaded', null]]);
    expect(await office.client.enrollment.unfinished()).toEqual([]);
    expect(await methodsOf(1)).toHaveLength(1);
  });

  test('leaves a row alone that a person has skipped, and its key as it is', async () => {
    const { package: about, rows } = await fetchInto(office, file, [upn(1)]);
    await makeAll(site, file, await newKeys(1));
    await office.client.batches.skip({ id: about.batch.id, rowId: rows[0]?.id ?? '' });
    expect(told(await upload(office, file))).toEqual([['failed', 'batch-row-changed']]);
    expect(await office.client.enrollment.unfinished()).toEqual([]);
  });

  test('goes on after the network was lost', async () => {
    await fetchInto(office, file, [upn(1), upn(2)]);
    await makeAll(site, file, await newKeys(2));
    office.graph.faults.add({ path: 'fido2Methods', status: 401, times: 40 });
    await upload(office, file).catch(() => undefined);
    office.graph.faults.clear();
    expect(told(await upload(office, file))).toEqual([
      ['uploaded', null],
      ['uploaded', null],
    ]);
    expect(await methodsOf(2)).toHaveLength(1);
  });
});

describe('an interruption at the site', () => {
  /** Kills the work on a key: the next save fails as if the disk were gone, and the package stays as it was written last. */
  const withoutSaves = async (from: number, serial: string | undefined) => {
    const key = await site.key();
    await site.plug(key, serial);
    const snapshots: Buffer[] = [copyOf(file)];
    await make(site, file, event => {
      const now = copyOf(file);
      if (!now.equals(snapshots.at(-1) ?? Buffer.alloc(0))) snapshots.push(now);
      return event.type === 'keys' && event.keys[0]?.state === 'remove';
    });
    expect(snapshots.length).toBeGreaterThan(2);
    writeFileSync(file, snapshots[Math.min(from, snapshots.length - 1)] ?? Buffer.alloc(0));
    await site.unplug();
    return key;
  };

  test.each([1, 2, 3].flatMap(write => [[write, 'SN200001'] as const, [write, undefined] as const]))(
    'after write %i: the same key gets the same row, and one passkey (serial number %s)',
    async (write, serial) => {
      await fetchInto(office, file, [upn(1), upn(2)]);
      const key = await withoutSaves(write, serial);
      const other = await site.key();
      // Another key does not take the row that was begun.
      await makeAll(site, file, [[other, 'SN200002'], withSerial(key, serial)]);
      const { rows } = await inside(file);
      expect(rows.map(({ made }) => made?.enrolled.serial)).toEqual([serial, 'SN200002']);
      expect(key.state().credentialCount).toBe(1);
      expect(told(await upload(office, file))).toEqual([
        ['uploaded', null],
        ['uploaded', null],
      ]);
    },
  );
});

/** Returns the id of the unfinished enrollment. */
async function unfinishedId(): Promise<string> {
  const [unfinished] = await office.client.enrollment.unfinished();
  if (unfinished === undefined) throw new Error('nothing is unfinished');
  return unfinished.enrollmentId;
}

/** Finishes an enrollment with the key at the office, without a person who knows its PIN. Returns what was done. */
async function finish(enrollmentId: string): Promise<string> {
  for await (const event of await office.client.enrollment.finish({ enrollmentId, interactive: false })) {
    if (event.type === 'failed') return event.failure.error.code;
    if (event.type === 'completed') return 'completed';
  }
  return 'no end';
}

/** Lets the challenges of a package expire. */
async function expire(): Promise<void> {
  const held = await openPackage(file, unlock, async () => undefined);
  for (const { options } of held.content.rows) {
    options.expiresAt = new Date(Date.now() - 1000).toISOString();
    Object.assign(options.raw as object, { challengeTimeoutDateTime: options.expiresAt });
  }
  await held.save();
  held.close();
}

describe('the PIN of a key that came too late', () => {
  test.each([
    ['renewed before the upload', false, undefined],
    ['uploaded, then renewed', true, undefined],
    ['uploaded, then renewed, with serial numbers', true, 'SN500001'],
  ])('cleans it up, after its row has got another key and its PIN (%s)', async (_, uploaded, serial) => {
    await fetchInto(office, file, [upn(1)], { days: 1 });
    const [late, next] = [await site.key(), await site.key()];
    await makeAll(site, file, [withSerial(late, serial)]);
    await expire();
    if (uploaded) expect(told(await upload(office, file))).toEqual([['failed', 'challenge-expired']]);
    await fetchInto(office, file, [upn(1)], { unlock });
    await makeAll(site, file, [withSerial(next, serial && 'SN500002')]);
    const pin = (await inside(file)).rows[0]?.made?.pin;
    const shown = await upload(office, file);
    expect(told(shown)).toEqual([['uploaded', null]]);
    const { id } = shown.package.batch;
    const rowId = (await office.client.batches.rows({ id })).rows[0]?.id ?? '';
    expect((await office.client.batches.showPin({ id, rowId })).pin).toBe(pin);
    const enrollmentId = await unfinishedId();
    await site.unplug();
    await office.plug(late, serial);
    expect(await finish(enrollmentId)).toBe('unfinished-removed');
    expect([late.state().credentialCount, next.state().credentialCount]).toEqual([0, 1]);
    expect(await office.client.enrollment.unfinished()).toEqual([]);
  });

  test('opens the key of a row that was fetched again, at the site', async () => {
    await fetchInto(office, file, [upn(1), upn(2)], { days: 1 });
    const late = await site.key();
    await makeAll(site, file, [[late]]);
    await expire();
    await fetchInto(office, file, [upn(1), upn(2)], { unlock });
    await makeAll(site, file, [[late]]);
    expect((await inside(file)).rows.map(({ made }) => made !== null)).toEqual([true, false]);
    expect(told(await upload(office, file))[0]).toEqual(['uploaded', null]);
  });
});

describe('challenges that have expired', () => {
  test('are fetched again without losing the others, and the key of the old one is listed for clean-up', async () => {
    await fetchInto(office, file, [upn(1), upn(2)], { days: 1 });
    await makeAll(site, file, [[await site.key(), 'SN300001']]);
    const held = await openPackage(file, unlock, async () => undefined);
    const [first] = held.content.rows;
    if (first === undefined) throw new Error('no row');
    first.options.expiresAt = new Date(Date.now() - 1000).toISOString();
    await held.save();
    held.close();
    const shown = await fetchInto(office, file, [upn(1), upn(2)], { unlock });
    expect(shown.package.left).toBe(1);
    expect(told(shown)).toEqual([
      ['fetched', null],
      ['fetched', null],
    ]);
    await makeAll(site, file, [[await site.key(), 'SN300002']]);
    const uploaded = await upload(office, file);
    expect(told(uploaded)).toEqual([
      ['uploaded', null],
      ['fetched', null],
    ]);
    expect(uploaded.package.left).toBe(0);
    const [unfinished] = await office.client.enrollment.unfinished();
    expect(unfinished).toMatchObject({
      state: 'needs-attention',
      submission: 'none',
      error: { code: 'challenge-expired' },
    });
    expect(await methodsOf(1)).toHaveLength(1);
  });

  test('end an upload of their row, by the clock of the server', async () => {
    await fetchInto(office, file, [upn(1)]);
    await makeAll(site, file, [[await site.key(), 'SN300003']]);
    const held = await openPackage(file, unlock, async () => undefined);
    const [row] = held.content.rows;
    if (row === undefined) throw new Error('no row');
    Object.assign(row.options.raw as object, { challengeTimeoutDateTime: new Date(Date.now() - 1000).toISOString() });
    await held.save();
    held.close();
    expect(told(await upload(office, file))).toEqual([['failed', 'challenge-expired']]);
    expect(await office.client.enrollment.unfinished()).toHaveLength(1);
    expect(await methodsOf(1)).toHaveLength(0);
  });
});

describe('a row that got another key', () => {
  test('lists the passkey of the other one for clean-up', async () => {
    await fetchInto(office, file, [upn(1)]);
    const copy = fileIn(office.folder, 'copy');
    writeFileSync(copy, copyOf(file));
    await makeAll(site, file, [[await site.key(), 'SN400001']]);
    await makeAll(site, copy, [[await site.key(), 'SN400002']]);
    expect(told(await upload(office, file))).toEqual([['uploaded', null]]);
    expect(told(await upload(office, copy))).toEqual([['failed', 'deferred-row-taken']]);
    expect(await methodsOf(1)).toHaveLength(1);
    expect(await office.client.enrollment.unfinished()).toMatchObject([{ error: { code: 'deferred-row-taken' } }]);
  });
});

describe('a package for a certificate', () => {
  const pair = (name: string) => {
    const [key, pem] = [join(office.folder, `${name}.key`), join(office.folder, `${name}.pem`)];
    const args = ['req', '-x509', '-nodes', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-days', '2'];
    execFileSync('openssl', [...args, '-keyout', key, '-out', pem, '-subj', `/CN=${name}`], { stdio: 'ignore' });
    return { key: readFileSync(key, 'utf8'), pem: readFileSync(pem, 'utf8') };
  };

  test('opens with its private key alone, and is uploaded only by the Keydesk that fetched it', async () => {
    const [own, other] = [pair('site'), pair('other')];
    const lock = { kind: 'certificates' as const, pems: [own.pem] };
    await fetchInto(office, file, [upn(1)], { lock });
    const by = (key: string) => ({ kind: 'identity' as const, pem: key });
    await expect(site.client.deferred.show({ file, unlock: by(other.key) })).rejects.toMatchObject({
      data: { code: 'deferred-unopened' },
    });
    await site.plug(await site.key(), 'SN500001');
    await make(site, file, event => event.type === 'keys' && event.over, { unlock: by(own.key) });
    // Everybody who has the certificate can write a package for it, also one with the id of the real one.
    const real = await openPackage(file, by(own.key), async () => undefined);
    const forged = await createPackage(fileIn(office.folder, 'forged'), lock, id => ({ ...real.content, id }));
    real.close();
    await forged.save();
    forged.close();
    const sent = office.client.deferred.upload({ file: forged.file, unlock: by(own.key) });
    await expect(ended(await sent)).rejects.toMatchObject({ code: 'deferred-unknown-sender' });
    const done = await ended(await office.client.deferred.upload({ file, unlock: by(own.key) }));
    expect(told(done)).toEqual([['uploaded', null]]);
  });
});
