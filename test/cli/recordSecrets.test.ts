import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { readPdf } from '../pdfText.ts';
import { noPostgres, type Postgres, startPostgres } from '../postgres.ts';
import { keydesk } from './run.ts';

let postgres: Postgres;
beforeAll(async () => {
  if (noPostgres === null) postgres = await startPostgres();
});
afterAll(() => postgres?.close());

const passphrase = 'correct horse battery';

describe.skipIf(noPostgres !== null)('two data folders on one record', () => {
  test('one writes the PINs of the other after both have confirmed each other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keydesk-record-secrets-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const run = async (desk: string, args: readonly string[], stdin = '') => {
      const env = { KEYDESK_SEALING_KEY: `a long sealing key of ${desk}` };
      const all = ['--practice', '--data', join(folder, desk), '--json', ...args];
      const { code, stdout } = await keydesk(all, { env, stdin });
      return { code, answer: JSON.parse(stdout.split('\n')[0] ?? '') };
    };
    const url = await postgres.database('cli');
    const users = join(folder, 'users.csv');
    writeFileSync(users, 'user1@contoso.example\nuser2@contoso.example');
    await run('a', ['record', 'create', '--url', url, '--name', 'Berlin 1']);
    await run('b', ['record', 'join', '--url', url, '--name', 'Paris 2']);
    await run('a', ['profiles', 'create', '--name', 'Random', '--pin', 'random-digits:8', '--default']);
    const { id } = (await run('a', ['batch', 'create', '--from', users])).answer.batch;
    expect((await run('a', ['batch', 'run', '--id', id])).answer).toMatchObject({ made: 2, failed: 0 });

    const pages = async (desk: string) => {
      const to = join(folder, `${desk}.pdf`);
      const sheets = ['batch', 'sheets', '--id', id, '--to', to, '--pins', 'same', '--passphrase-stdin'];
      const { answer } = await run(desk, sheets, `${passphrase}\n`);
      if (answer.ok !== true) return answer.error;
      return (await readPdf(readFileSync(to), passphrase)).map(({ text }) => text);
    };
    // A command reads the copy of the record. This one waits until it has followed.
    const printOf = async (desk: string) => (await run(desk, ['record', 'show'])).answer.record.secrets.fingerprint;
    const paris = await printOf('b');
    const notForIt = { code: 'secret-of-other-desk', message: expect.stringContaining('not for this one') };
    expect(await pages('b')).toMatchObject(notForIt);
    const trust = (name: string, fingerprint: string) =>
      ['record', 'desks', 'trust', '--desk', name, '--fingerprint', fingerprint] as const;
    const berlin = await printOf('a');
    const wrong = await run('a', trust('Paris 2', berlin));
    expect(wrong).toMatchObject({ code: 1, answer: { error: { code: 'record-fingerprint-wrong' } } });
    expect(await run('a', trust('Paris 2', paris))).toMatchObject({ code: 0, answer: { name: 'Paris 2' } });
    await printOf('b');
    const stranger = { code: 'secret-of-other-desk', message: expect.stringContaining('does not trust') };
    expect(await pages('b')).toMatchObject(stranger);
    await run('b', trust('Berlin 1', berlin.replaceAll(' ', '')));
    expect(await pages('b')).toEqual(await pages('a'));
    const { desks } = (await run('b', ['record', 'desks', 'list'])).answer;
    expect(desks).toMatchObject([
      { name: 'Berlin 1', keys: [{ standing: 'trusted', confirmedBy: 'Paris 2', trustsThis: true }] },
      { name: 'Paris 2', keys: [{ standing: 'own' }] },
    ]);
  }, 120_000);
});
