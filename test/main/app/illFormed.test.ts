import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { toFailure } from '../../../src/contract/errors/failure.ts';
import { wordsFor } from '../../../src/contract/errors/words.ts';
import { refuseIllFormed } from '../../../src/main/app/contractErrors.ts';
import { type Core, startCore } from '../../../src/main/app/core.ts';
import { createGraphClient } from '../../../src/main/services/graph/client.ts';
import { fixedToken } from '../../../src/main/services/graph/tokens.ts';
import { type GraphSimulator, startGraphSimulator } from '../../../src/simulator/graph/server.ts';
import { failureOf } from '../services/graph/failure.ts';
import { startScripted } from '../services/graph/scripted.ts';
import { testServices } from './shellServices.ts';

let folder: string;
let graph: GraphSimulator;
let core: Core | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keydesk-illformed-'));
  graph = await startGraphSimulator({ users: 3, teams: 0 });
});
afterEach(async () => {
  await core?.close();
  core = undefined;
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

const start = async () => {
  core = await startCore({
    dataFolder: folder,
    practice: false,
    graph: { graphUrl: graph.url, version: 'v1.0', token: graph.token },
    services: testServices(),
  });
  return createRouterClient(core.router);
};

test('a user whose names are not well-formed is readable everywhere, and the log stays whole', async () => {
  const { id } = graph.tenant.user(1);
  graph.tenant.changeUser(id, { userPrincipalName: 'mia\ud800@contoso.example', displayName: 'Mia \udc00\0' });
  const client = await start();
  const name = 'mia\ufffd@contoso.example';
  expect(await client.users.get({ user: id })).toMatchObject({
    userPrincipalName: name,
    displayName: 'Mia \ufffd\ufffd',
  });
  await client.assignments.assign({ user: id });
  await expect(client.passkeys.delete({ user: id, id: 'none' })).rejects.toMatchObject({ data: {} });
  for await (const event of await client.directory.import({ full: true })) {
    if (event.kind === 'failed') throw new Error(event.failure.code);
  }
  const { entries } = await client.activity.list({ users: [name] });
  expect(entries.map(({ kind }) => kind)).toEqual(['passkey-deleted', 'passkey-assigned']);
  expect((await client.activity.verify({})).failure).toBeNull();
});

test('a user whose id is not well-formed is refused, and only that one', async () => {
  const one = { userPrincipalName: 'a@contoso.example', displayName: 'A' };
  const users = [
    { id: 'a', ...one },
    { id: 'b\ud800', ...one },
    { id: 'c\0', ...one },
  ];
  const scripted = await startScripted(() => ({ body: { value: users } }));
  const connection = { graphUrl: scripted.url, tenantId: 't', version: 'v1.0' as const };
  const client = createGraphClient(connection, fixedToken(connection, 'token'));
  expect((await client.users.search('a')).users.map(({ id }) => id)).toEqual(['a']);
});

test('the contract refuses input that is not well-formed, wherever it is, and names the member', async () => {
  const client = await start();
  for (const bad of ['\ud800', 'a\0b']) {
    const asked = [
      client.users.get({ user: `mia${bad}` }),
      client.activity.list({ text: bad }),
      client.activity.list({ users: [bad] }),
      client.enrollment.cancel({ enrollmentId: bad }),
      client.activation.enterCode({ user: 'mia', code: bad }),
    ];
    for (const answer of await Promise.allSettled(asked)) {
      expect(answer).toMatchObject({
        status: 'rejected',
        reason: { data: { code: 'invalid-input', params: { fault: 'not-unicode', member: expect.any(String) } } },
      });
    }
  }
  const failure = toFailure(await failureOf(() => refuseIllFormed({ displayName: '\ud800' })));
  expect(wordsFor(failure).message).toContain('displayName contains characters that are not valid Unicode');
  expect(() => refuseIllFormed({ displayName: 'Zoë 👩‍💻' })).not.toThrow();
});
