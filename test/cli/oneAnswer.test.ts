import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { openRecord } from '../../src/main/app/record/openRecord.ts';
import { publish } from '../../src/main/services/events/events.ts';
import { connectFolder, type Finished, keydesk } from './run.ts';

// Each command is a process of its own.
vi.setConfig({ testTimeout: 120_000 });

let folder: string;
/** A server that accepts everything and answers nothing, until it is told to. */
let silent: Server;
let asked: (request: IncomingMessage) => void = () => undefined;
let url: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-one-'));
  silent = createServer(request => asked(request));
  await new Promise<void>(resolve => silent.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
});
afterEach(() => {
  silent.closeAllConnections();
  silent.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs a command and sends it a signal when it waits for the silent server. */
async function interrupted(args: readonly string[], env: Record<string, string> = {}): Promise<Finished> {
  const all = [...args, '--data', folder, '--json'];
  return keydesk(all, {
    env: { KEYDESK_GRAPH_TOKEN: 'token', ...env },
    onStart: child => {
      asked = () => child.kill('SIGTERM');
    },
  });
}

describe('a command that is ended while it waits prints one JSON object', () => {
  test.each([
    ['users', 'list'],
    ['passkeys', 'list', '--user', 'user1@contoso.example'],
    ['import'],
    ['import', '--watch', '1'],
  ])('%s %s', async (...args) => {
    const { stdout } = await interrupted([...args, '--graph', url]);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  });

  test('webhooks deliver and test, whose work comes to an end after the command', async () => {
    connectFolder(folder, 'contoso');
    const added = await keydesk(['webhooks', 'add', `${url}/hook`, '--data', folder, '--json']);
    const { webhook, secret } = JSON.parse(added.stdout);
    const store = openRecord(folder);
    await store.database.write(async transaction => {
      const user = { id: 'user-1', userPrincipalName: 'user1@contoso.example' };
      await publish(transaction, { id: 'event-1', type: 'passkey.assigned', tenant: 'contoso', user, data: {} });
    });
    await store.close();
    for (const args of [['deliver'], ['test', webhook.id]]) {
      const { code, stdout } = await interrupted(['webhooks', ...args], { KEYDESK_WEBHOOK_SECRETS: secret });
      expect([args[0], JSON.parse(stdout)]).toMatchObject([args[0], { ok: false, error: { code: 'cancelled' } }]);
      expect(code).toBe(1);
    }
  });
});
