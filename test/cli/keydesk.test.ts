import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { keydesk } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'keydesk-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const practice = (name: string) => ['--practice', '--data', join(folder, name), '--json'];
const USER = ['--user', 'user1@contoso.example'];

describe('keydesk', () => {
  test('enroll prints one object with all that scripts rely on', async () => {
    const { code, stdout } = await keydesk(['enroll', '--practice', ...USER, '--random-pin', '6', '--json']);
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      user: { id: expect.any(String), userPrincipalName: 'user1@contoso.example' },
      key: { id: 'practice', aaguid: expect.stringMatching(/^[0-9a-f]{8}-/), versions: expect.any(Array) },
      method: {
        id: expect.any(String),
        displayName: expect.any(String),
        aaGuid: expect.any(String),
        attestationLevel: 'attested',
      },
      credentialId: expect.any(String),
      clientDataJSON: expect.any(String),
      attestationObject: expect.any(String),
      publicKey: expect.any(String),
      proof: {
        verified: true,
        authenticatorData: expect.any(String),
        signature: expect.any(String),
        clientDataJSON: expect.any(String),
      },
      pin: { set: true, random: expect.stringMatching(/^\d{6}$/) },
      transactions: { INIT: 1, getInfo: 1, makeCredential: 1, getAssertion: 1 },
      reports: { out: expect.any(Number), in: expect.any(Number), keepalive: expect.any(Number) },
      steps: expect.arrayContaining([{ name: 'preflight', ms: expect.any(Number) }]),
    });
  });

  test('a data folder used before goes on where it was', async () => {
    const data = practice('used');
    const pin = ['--pin-stdin'];
    const first = await keydesk(['enroll', ...USER, ...pin, ...data], { stdin: '318459\n' });
    expect(first.code).toBe(0);
    const again = JSON.parse((await keydesk(['enroll', ...USER, ...pin, ...data], { stdin: '318459\n' })).stdout);
    expect(again).toMatchObject({ ok: false, error: { code: 'credential-excluded' }, cleanedUp: true });
    const listed = JSON.parse((await keydesk(['passkeys', 'list', ...USER, ...data])).stdout);
    expect(listed.passkeys).toHaveLength(1);
    const deleted = await keydesk(['passkeys', 'delete', ...USER, '--id', listed.passkeys[0].id, ...data]);
    expect(deleted.code).toBe(0);
    const gone = JSON.parse(
      (await keydesk(['passkeys', 'delete', ...USER, '--id', listed.passkeys[0].id, ...data])).stdout,
    );
    expect(gone).toMatchObject({ ok: false, error: { code: 'passkey-not-found', next: expect.any(String) } });
  });

  test('a wrong PIN fails with its attempts, and neither output holds a PIN', async () => {
    const data = practice('wrong');
    await keydesk(['keys', 'pin', 'set', '--pin-stdin', ...data], { stdin: '318459\n' });
    const { code, stdout, stderr } = await keydesk(
      ['enroll', '--user', 'user2@contoso.example', '--pin-stdin', ...data],
      {
        stdin: '989898\n',
      },
    );
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      error: { code: 'pin-wrong', message: expect.stringContaining('7') },
    });
    expect(stdout + stderr).not.toContain('989898');
  });

  test('users list searches, keys list and info describe', async () => {
    const users = JSON.parse((await keydesk(['users', 'list', '--search', 'user2', '--practice', '--json'])).stdout);
    expect(users.users.map((user: { userPrincipalName: string }) => user.userPrincipalName)).toContain(
      'user2@contoso.example',
    );
    const keys = JSON.parse((await keydesk(['keys', 'list', '--practice', '--json'])).stdout);
    expect(keys.keys).toEqual([expect.objectContaining({ id: 'practice' })]);
    const info = JSON.parse((await keydesk(['keys', 'info', '--key', 'practice', '--practice', '--json'])).stdout);
    expect(info.key).toMatchObject({ pin: { supported: true, set: false, minLength: 4 } });
  });

  test.each([
    [['bogus'], 'bogus'],
    [['enroll'], '--user'],
    [['policy', 'check', ...USER, '--aaguid', 'foo', '--practice'], '--aaguid'],
    [['users', 'list', '--limit', 'many'], '--limit'],
  ])('wrong usage is told on stdout with --json: %j', async (args, named) => {
    const { code, stdout } = await keydesk([...args, '--json']);
    expect(code).toBe(2);
    const { ok, error } = JSON.parse(stdout);
    expect({ ok, code: error.code }).toEqual({ ok: false, code: 'usage' });
    expect(error.message).toContain(named);
  });

  test.each([
    [['bogus']],
    [['enroll']],
    [['enroll', ...USER, '--random-pin', '3']],
    [['enroll', ...USER, '--random-pin', '6', '--pin-stdin']],
    [['keys', 'info', '--unknown']],
  ])('wrong usage exits with 2: %j', async args => {
    const { code, stdout, stderr } = await keydesk(args);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).not.toBe('');
  });

  test('without a tenant it says what to do', async () => {
    const { code, stdout } = await keydesk(['users', 'list', '--data', join(folder, 'empty'), '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'not-connected', next: expect.stringContaining('--practice') },
    });
  });

  test('a token travels to this computer alone', async () => {
    const args = ['users', 'list', '--graph', 'https://graph.microsoft.com', '--data', join(folder, 'far'), '--json'];
    const { stdout } = await keydesk(args, { env: { KEYDESK_GRAPH_TOKEN: 'secret-token' } });
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'connection-insecure' } });
    expect(stdout).not.toContain('secret-token');
  });

  test.each(['http://user:PWSECRET@evil.example/', 'https://user:PWSECRET@graph.microsoft.com'])(
    'no output quotes the password of %s',
    async graph => {
      const args = ['users', 'list', '--graph', graph, '--data', join(folder, 'password'), '--json'];
      const { stdout, stderr } = await keydesk(args);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'connection-insecure' } });
      expect(stdout + stderr).not.toContain('PWSECRET');
    },
  );

  test('a damaged database is left alone and named', async () => {
    const data = join(folder, 'damaged');
    await keydesk(['keys', 'list', '--data', data, '--json']);
    writeFileSync(
      join(data, 'keydesk.db'),
      'this was a database once, with something long enough to be read as a page',
    );
    const { code, stdout } = await keydesk(['keys', 'list', '--data', data, '--json']);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      error: { code: 'database-damaged', next: expect.stringContaining('backup') },
    });
  });

  test('damaged settings are left alone and named', async () => {
    const data = join(folder, 'settings');
    await keydesk(['keys', 'list', '--data', data, '--json']);
    writeFileSync(join(data, 'settings.json'), '{"theme": ');
    const { stdout } = await keydesk(['keys', 'list', '--data', data, '--json']);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'settings-damaged' } });
  });

  test('a data folder that cannot be written', async () => {
    const file = join(folder, 'a-file');
    writeFileSync(file, '');
    chmodSync(file, 0o400);
    for (const data of [join(file, 'inside'), ...(process.platform === 'linux' ? ['/proc/x'] : [])]) {
      const { stdout } = await keydesk(['keys', 'list', '--data', data, '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'data-folder-unwritable' } });
    }
  });
});
