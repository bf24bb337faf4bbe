import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createSoftwareKey } from '../../src/simulator/key/softwareKey.ts';
import { serveUdp } from '../../src/simulator/key/udp.ts';
import { commandsOn, csvOf, expectEnds, expectSheets, forty, passphrase, sealingKey } from '../fortyUsers.ts';
import { freePort } from '../freePort.ts';
import { keydesk } from './run.ts';

vi.setConfig({ testTimeout: 300_000 });

/** Plugs in a key without space. Returns its address. */
async function faultyKey(): Promise<string> {
  const replyPort = await freePort();
  const key = await createSoftwareKey({ profile: 'full' });
  key.faults.keyFull = true;
  const udp = await serveUdp(key, { port: 0, replyPort });
  onTestFinished(async () => {
    await udp.close();
    await key.close();
  });
  return `${udp.port}:${replyPort}`;
}

test('forty keys from a CSV: three are faulty, Keydesk is killed twice, and each user has one key, one PIN and one sheet', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-forty-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const run = commandsOn(folder);
  await run(['profiles', 'create', '--name', 'Desk', '--pin', 'random-digits:8', '--default']);
  const file = join(folder, 'users.csv');
  writeFileSync(file, csvOf(forty));
  const { answer: created } = await run(['batch', 'create', '--from', file]);
  expect(created).toMatchObject({ rows: 40, unread: [] });
  const { id } = created.batch;

  const faulty = await Promise.all([faultyKey(), faultyKey(), faultyKey()]);
  const env = { KEYDESK_SEALING_KEY: sealingKey, KEYDESK_UDP_KEYS: faulty.join(',') };
  const args = ['--practice', '--data', folder, '--json', 'batch', 'run', '--id', id];
  for (const killedAfter of [11, 8]) {
    const onStderr = (child: { kill(signal: 'SIGKILL'): boolean }, text: string) => {
      if (text.split('Done: ').length > killedAfter) child.kill('SIGKILL');
    };
    expect((await keydesk(args, { env, onStderr })).code).toBeNull();
  }
  const { code, stdout } = await keydesk(args, { env });
  expect(code).toBe(0);
  const answer = JSON.parse(stdout);
  expectEnds(answer.rows);
  expect(answer).toMatchObject({ made: 37, failed: 3, skipped: 0 });

  expect((await run(['reconcile'])).answer.differences).toEqual([]);
  const sheets = join(folder, 'sheets.pdf');
  const printed = ['batch', 'sheets', '--id', id, '--to', sheets, '--pins', 'same', '--passphrase-stdin'];
  expect((await run(printed, `${passphrase}\n`)).code).toBe(0);
  await expectSheets(readFileSync(sheets), 37);
});
