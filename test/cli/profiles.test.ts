import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { keydesk } from './run.ts';

// Each command is a process of its own.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-profiles-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const USER = ['--user', 'user1@contoso.example'];
const lines = (...args: string[]) => keydesk([...args, '--practice', '--data', folder]);
async function run(...args: string[]) {
  const { code, stdout } = await keydesk([...args, '--practice', '--data', folder, '--json']);
  return { code, answer: stdout === '' ? {} : JSON.parse(stdout) };
}
const profiles = (...args: string[]) => run('profiles', ...args);

describe('keydesk profiles', () => {
  test('creates, lists, shows and deletes', async () => {
    const created = await profiles(
      ...['create', '--name', 'Desk', '--reset', 'if-pin', '--pin', 'random-digits:8', '--min-pin-length', '6'],
      ...[
        '--force-pin-change',
        '--always-uv',
        '--enterprise-attestation',
        '--name-template',
        '{model} {n}',
        '--default',
      ],
      ...['--group', 'Sales Berlin'],
    );
    const settings = {
      ...{ name: 'Desk', reset: 'if-pin', pin: { kind: 'random-digits', length: 8 }, minPinLength: 6, isDefault: true },
      ...{ forcePinChange: true, alwaysUv: true, enterpriseAttestation: true, nameTemplate: '{model} {n}' },
      groups: [{ id: 'Sales Berlin', name: 'Sales Berlin' }],
    };
    expect(created).toMatchObject({ code: 0, answer: { ok: true, profile: settings } });
    expect((await profiles('list')).answer).toEqual({ ok: true, profiles: [created.answer.profile] });
    expect((await profiles('show', 'desk')).answer).toEqual({ ok: true, profile: created.answer.profile });
    const shown = (await lines('profiles', 'show', 'Desk')).stdout;
    expect(shown).toMatch(/Reset first\s+If it has a PIN/);
    expect(shown).toMatch(/PIN\s+Random, 8 digits/);
    expect((await lines('profiles', 'list')).stdout).toMatch(
      /Desk\s+If it has a PIN\s+Random, 8 digits\s+Yes\s+Sales Berlin/,
    );
    const { id } = created.answer.profile;
    expect(await profiles('delete', 'DESK')).toMatchObject({ code: 0, answer: { ok: true, id, name: 'Desk' } });
    expect((await profiles('list')).answer.profiles).toEqual([]);
    expect((await lines('profiles', 'list')).stdout).toContain('keydesk profiles create');
  });

  test('refuses a wrong choice, a taken name and an unknown profile', async () => {
    for (const wrong of [
      ['--pin', 'random-digits:3'],
      ['--pin', '123456'],
      ['--reset', 'often'],
      ['--min-pin-length', '64'],
    ]) {
      expect((await profiles('create', '--name', 'X', ...wrong)).code).toBe(2);
    }
    await profiles('create', '--name', 'Desk');
    expect((await profiles('create', '--name', 'desk')).answer.error.code).toBe('profile-name-taken');
    expect((await profiles('show', 'X')).answer.error.code).toBe('profile-not-found');
    expect((await profiles('delete', 'X')).code).toBe(1);
    const template = (await profiles('create', '--name', 'Y', '--name-template', '{user}')).answer;
    expect(template.error).toMatchObject({ code: 'invalid-input', message: expect.stringContaining('{user}') });
  });
});

describe('keydesk enroll', () => {
  test('with --dry-run shows what the profile does and writes nothing', async () => {
    await profiles(
      'create',
      '--name',
      'Desk',
      '--pin',
      'random-letters:10',
      '--min-pin-length',
      '6',
      '--force-pin-change',
    );
    const planned = await run('enroll', ...USER, '--profile', 'Desk', '--dry-run');
    expect(planned).toMatchObject({ code: 0, answer: { ok: true, refusals: [], profile: { name: 'Desk' } } });
    expect(planned.answer.steps.map(({ kind }: { kind: string }) => kind)).toEqual([
      ...['set-random-pin', 'set-min-pin-length', 'create-passkey', 'register-passkey', 'prove-passkey'],
      'force-pin-change',
    ]);
    expect((await run('enroll', ...USER, '--dry-run')).answer.profile).toBeNull();
    const shown = await lines('enroll', ...USER, '--profile', 'Desk', '--dry-run');
    expect(shown.stdout).toContain('1. Set a random PIN of 10 characters, letters and digits');
    expect((await run('passkeys', 'list', ...USER)).answer.passkeys).toEqual([]);
    expect((await run('keys', 'info')).answer.key.pin.set).toBe(false);
  });

  test('does what the profile says, resets the key for the next user, and tells what was erased', async () => {
    await profiles('create', '--name', 'Desk', '--reset', 'if-pin', '--pin', 'random-digits:8', '--default');
    const made = await run('enroll', ...USER);
    expect(made).toMatchObject({ code: 0, answer: { profile: { name: 'Desk', unapplied: [] } } });
    expect(made.answer.pin.random).toMatch(/^[1-9]\d{7}$/);
    const again = await keydesk(['enroll', ...USER, '--practice', '--data', folder, '--json']);
    expect(again.code).toBe(0);
    const answer = JSON.parse(again.stdout);
    expect(answer.erased).toMatchObject([{ methodId: made.answer.method.id, state: 'revoked' }]);
    expect(again.stderr).toContain(`keydesk assignments delete-erased --id ${answer.erased[0].id}`);
    const none = await run('enroll', '--user', 'user2@contoso.example', '--without-profile', '--dry-run');
    expect(none).toMatchObject({ code: 1, answer: { ok: false, profile: null } });
    expect(none.answer.refusals).toMatchObject([{ code: 'key-belongs-to-another' }]);
    expect((await run('enroll', ...USER, '--profile', 'A', '--without-profile')).code).toBe(2);
  });
});
