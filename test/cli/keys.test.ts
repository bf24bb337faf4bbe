import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { createSoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { type Arranged, openStage, PIN, type Stage } from '../badInput/desk.ts';
import { freePort } from '../freePort.ts';
import { keydesk } from './run.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** `keydesk keys …` on the stage's key, with these lines on stdin; gives the exit code and the one object. */
async function keys(args: readonly string[], ...lines: string[]) {
  const piped = lines.length === 0 ? [] : ['--pin-stdin'];
  const key = ['--key', `udp:${stage.address}`];
  const { code, stdout, stderr } = await keydesk(['keys', ...args, ...key, ...piped, '--json'], {
    stdin: lines.map(line => `${line}\n`).join(''),
  });
  for (const line of lines) expect(stdout + stderr).not.toContain(line);
  return { code, answer: JSON.parse(stdout), stderr };
}

describe('keydesk keys', () => {
  let arranged: Arranged;

  test('pin set and pin change', async () => {
    arranged = await stage.set({ blank: true });
    expect(await keys(['pin', 'set'], PIN)).toMatchObject({ code: 0, answer: { ok: true } });
    expect(arranged.key.state().pinSet).toBe(true);
    expect(await keys(['pin', 'set'], PIN)).toMatchObject({ code: 1, answer: { error: { code: 'pin-already-set' } } });
    const wrong = await keys(['pin', 'change'], '999999', '31845926');
    expect(wrong).toMatchObject({ code: 1, answer: { error: { code: 'pin-wrong' } } });
    expect(wrong.answer.error.message).toContain('7 attempts');
    const weak = await keys(['pin', 'change'], PIN, '112233');
    expect(weak).toMatchObject({ code: 1, answer: { error: { code: 'pin-breaks-rule' } } });
    expect(weak.answer.error.message).toMatch(/^This PIN is easy to guess: /);
    expect(await keys(['pin', 'change'], PIN, '31845926')).toMatchObject({ code: 0 });
    expect(await keys(['pin', 'change'], '31845926', PIN)).toMatchObject({ code: 0 });
  });

  test('config', async () => {
    expect(await keys(['config', 'always-uv', 'on'], PIN)).toMatchObject({
      code: 0,
      answer: { key: { options: { alwaysUv: true } } },
    });
    expect(await keys(['config', 'always-uv', 'off'], PIN)).toMatchObject({ code: 0 });
    expect(await keys(['config', 'enterprise-attestation'], PIN)).toMatchObject({
      code: 0,
      answer: { key: { options: { ep: true } } },
    });
    expect(await keys(['config', 'min-pin-length', '6'], PIN)).toMatchObject({
      code: 0,
      answer: { key: { pin: { minLength: 6, changeRequired: false } } },
    });
    expect(await keys(['config', 'min-pin-length', '6', '--rp-id', 'login.microsoft.com'], PIN)).toMatchObject({
      code: 0,
    });
    expect(await keys(['config', 'min-pin-length', '4'], PIN)).toMatchObject({
      code: 1,
      answer: { error: { code: 'invalid-input' } },
    });
  });

  test('fingerprints add, list, rename and remove', async () => {
    arranged.key.setSamples(['tooFast', 'good']);
    const added = await keys(['fingerprints', 'add', '--name', 'Left thumb'], PIN);
    expect(added).toMatchObject({ code: 0, answer: { fingerprint: { name: 'Left thumb' } } });
    expect(added.stderr).toContain('Too fast');
    const { id } = added.answer.fingerprint;
    await keys(['fingerprints', 'rename', '--id', id, '--name', 'Right thumb'], PIN);
    expect((await keys(['fingerprints', 'list'], PIN)).answer.fingerprints).toEqual([{ id, name: 'Right thumb' }]);
    expect(await keys(['fingerprints', 'remove', '--id', id], PIN)).toMatchObject({ code: 0 });
    expect((await keys(['fingerprints', 'list'], PIN)).answer.fingerprints).toEqual([]);
  });

  test('credentials list and delete', async () => {
    const { answer } = await keys(['credentials', 'list'], PIN);
    expect(answer).toMatchObject({ credentials: [], remaining: expect.any(Number) });
    expect(await keys(['credentials', 'delete', '--id', 'AAAA'], PIN)).toMatchObject({
      code: 1,
      answer: { error: { code: 'credential-not-found' } },
    });
  });

  test('wink', async () => {
    expect(await keys(['wink'])).toMatchObject({ code: 0 });
  });

  test('reset, in the ten seconds after power-up and with the name of the key', async () => {
    const name = `Development key ${stage.address}`;
    expect(await keys(['reset', '--confirm', 'a key'])).toMatchObject({
      code: 1,
      answer: { error: { code: 'reset-not-confirmed', next: expect.stringContaining(name) } },
    });
    arranged.key.powerOff();
    arranged.key.powerOn();
    const done = await keys(['reset', '--confirm', name]);
    expect(done).toMatchObject({ code: 0, answer: { key: { pin: { set: false } } } });
    expect(arranged.key.state().pinSet).toBe(false);
  });

  test('info of the key that is touched, among several', async () => {
    await stage.set({});
    const other = await createSoftwareKey({ profile: 'full', touch: 'never' });
    const replyPort = await freePort();
    const udp = await serveUdp(other, { port: 0, replyPort });
    const { stdout, stderr } = await keydesk(['keys', 'info', '--key', 'touch', '--json'], {
      env: { KEYDESK_UDP_KEYS: `${udp.port}:${replyPort},${stage.address}` },
    });
    expect(stderr).toContain('Touch the one that you want to use.');
    expect(JSON.parse(stdout)).toMatchObject({ ok: true, key: { id: `udp:${stage.address}` } });
    expect(other.state().waitingForTouch).toBe(false);
    await udp.close();
    await other.close();
  });

  test('the practice key is taken out, put in again and erased by the command itself', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-reset-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const practice = ['--practice', '--data', folder, '--json'];
    expect((await keydesk(['keys', 'pin', 'set', '--pin-stdin', ...practice], { stdin: '273914\n' })).code).toBe(0);
    const { code, stdout } = await keydesk(['keys', 'reset', '--confirm', 'Practice key', ...practice]);
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { ok: true, key: { pin: { set: false } } }]);
  });

  test('a list of passkeys says that a key without a PIN has none, also where no one can be asked for it', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-without-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const practice = ['--practice', '--data', folder, '--json'];
    for (const command of [
      ['credentials', 'list'],
      ['pin', 'change'],
    ]) {
      const { code, stdout } = await keydesk(['keys', ...command, ...practice]);
      expect([code, JSON.parse(stdout).error]).toMatchObject([1, { code: 'pin-not-set' }]);
    }
  });

  test('list tells which keys cannot be used, and why', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-damaged-'));
    mkdirSync(join(folder, 'practice'));
    writeFileSync(join(folder, 'practice', 'key.json'), '{');
    const { code, stdout } = await keydesk(['keys', 'list', '--practice', '--data', folder, '--json'], {
      env: { KEYDESK_UDP_KEYS: '1:2' },
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      keys: [{ id: 'udp:1:2' }],
      problems: [{ code: 'practice-key-damaged', message: expect.stringContaining('key.json') }],
    });
    rmSync(folder, { recursive: true });
  });

  test.each([
    [['pin', 'set'], 'pin-already-set'],
    [['pin', 'change'], 'pin-required'],
    [['credentials', 'list'], 'pin-required'],
  ])('%s without a PIN and without a terminal says so: %s', async (args, code) => {
    expect(await keys(args)).toMatchObject({ code: 1, answer: { error: { code } } });
  });
});
