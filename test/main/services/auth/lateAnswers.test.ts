import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Core, startCore } from '../../../../src/main/app/core.ts';
import type { Sealer } from '../../../../src/main/base/sealer.ts';
import { sealerFromEnvironment } from '../../../../src/main/services/auth/keySealer.ts';
import { HELPDESK, NO_ROLE } from '../../../../src/simulator/identity/state.ts';
import { signInAt } from '../../../simulator/identity/browser.ts';
import { type Client, openSignInDesk, type SignInDesk } from './desk.ts';

/** A keyring that can be held, and locked. */
function keyring() {
  const inner = sealerFromEnvironment({ KEYDESK_SEALING_KEY: 'a key that only this test knows' });
  if (inner === null) throw new Error('there is no sealer');
  const state = { locked: false, sealing: undefined as (() => Promise<void>) | undefined };
  const sealer: Sealer = {
    name: inner.name,
    seal: async text => {
      await state.sealing?.();
      return inner.seal(text);
    },
    unseal: async sealed => {
      if (state.locked) throw new Error('the keyring is locked');
      return inner.unseal(sealed);
    },
  };
  return { sealer, state };
}

let desk: SignInDesk;
let ring: ReturnType<typeof keyring>;
let second: Core | undefined;
beforeEach(async () => {
  ring = keyring();
  desk = await openSignInDesk({ sealer: ring.sealer });
  // So short that every call to Graph asks for a new token.
  desk.identity.state.tokenLifetime = 60;
});
afterEach(async () => {
  await second?.close();
  second = undefined;
  await desk.close();
});

const secrets = () => (existsSync(join(desk.folder, 'secrets')) ? readdirSync(join(desk.folder, 'secrets')) : []);
const ask = () => desk.client.users.search({ query: '' });
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: { data?: { code?: string } }) => error.data?.code ?? String(error),
  );

/** Another Keydesk on the same folder. */
async function otherProcess(): Promise<Client> {
  second = await startCore({
    dataFolder: desk.folder,
    practice: false,
    services: desk.services(),
    signIn: { loginCa: desk.identity.ca },
  });
  return createRouterClient(second.router);
}

/** Whose hand it is that ends the sign-in: this process, or another one on the folder. */
const hands: [string, () => Promise<Client>][] = [
  ['in this process', async () => desk.client],
  ['in another process', otherProcess],
];

describe.each(hands)('a token that is on its way when somebody acts %s', (_, hand) => {
  const ends: [string, (client: Client, id: string) => Promise<unknown>, string][] = [
    ['signs out', (client, id) => client.connections.signOut({ id }), 'sign-in-needed'],
    ['removes the connection', (client, id) => client.connections.remove({ id }), 'not-connected'],
    [
      'edits in another app',
      (client, id) => client.connections.change({ id, change: { clientId: '11111111-2222-4333-8444-555555555555' } }),
      'sign-in-needed',
    ],
  ];
  test.each(ends)('%s: it is not used, and nothing is written back', async (_, end, after) => {
    const { id } = await desk.connect();
    await desk.signIn(id);
    const client = await hand();
    const held = desk.identity.holdNextToken();
    const asked = codeOf(ask());
    await held.made;
    await end(client, id);
    held.release();
    expect(await asked).toBe('sign-in-ended');
    expect(secrets()).toEqual([]);
    expect(await codeOf(ask())).toBe(after);
    await desk.restart();
    expect(await codeOf(ask())).toBe(after);
  });

  /** Lets `act` come between a person's sign-in and the answer to it. */
  async function duringSignIn(act: (client: Awaited<ReturnType<typeof hand>>, id: string) => Promise<unknown>) {
    const { id } = await desk.connect();
    const client = await hand();
    const held = desk.identity.holdNextToken();
    const events = desk.signIn(id);
    await held.made;
    await act(client, id);
    held.release();
    expect((await events).at(-1)).toMatchObject({ kind: 'failed', failure: { code: 'sign-in-ended' } });
    expect(secrets()).toEqual([]);
  }

  test('removes the connection while a person signs in: no sealed cache is left behind', () =>
    duringSignIn((client, id) => client.connections.remove({ id })));

  test('signs out while a person signs in', async () => {
    await duringSignIn((client, id) => client.connections.signOut({ id }));
    expect(await codeOf(ask())).toBe('sign-in-needed');
  });

  test('removes the connection while its secret is being sealed: no sealed secret is left behind', async () => {
    const { id } = await desk.connect({ signIn: 'secret' });
    const client = await hand();
    const [sealing, goOn] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    ring.state.sealing = () => {
      sealing.resolve();
      return goOn.promise;
    };
    const secret = desk.identity.state.app.secrets[0]?.value ?? '';
    const set = codeOf(desk.client.connections.setCredential({ id, credential: { kind: 'secret', secret } }));
    await sealing.promise;
    await client.connections.remove({ id });
    goOn.resolve();
    expect(await set).toBe('sign-in-ended');
    expect(secrets()).toEqual([]);
  });

  test('signs in as somebody else: the token of the one before is not used', async () => {
    const { id } = await desk.connect();
    await desk.signIn(id);
    const client = await hand();
    const held = desk.identity.holdNextToken();
    const asked = codeOf(ask());
    await held.made;
    desk.browser = async url => void signInAt(url, desk.identity.ca, desk.person({ name: NO_ROLE }));
    for await (const _ of await client.connections.signIn({ id }));
    held.release();
    expect(await asked).toBe('sign-in-ended');
    expect(await codeOf(ask())).toBe('done');
    await desk.client.settings.set({ theme: 'dark' });
    expect((await desk.client.activity.list({})).entries[0]?.actor.name).toBe(NO_ROLE);
  });

  test('enters another secret: the token of the old one is not used', async () => {
    const { id } = await desk.connect({ signIn: 'secret' });
    const { secrets: known } = desk.identity.state.app;
    const credential = { kind: 'secret', secret: known[0]?.value ?? '' } as const;
    await desk.client.connections.setCredential({ id, credential });
    const client = await hand();
    const held = desk.identity.holdNextToken();
    const asked = codeOf(ask());
    await held.made;
    await client.connections.setCredential({ id, credential: { kind: 'secret', secret: 'a wrong one' } });
    held.release();
    expect(await asked).toBe('sign-in-ended');
    expect(await codeOf(ask())).toBe('client-secret-refused');
  });
});

test('a token in memory is not used after a sign-out in another process, also where no window follows the folder', async () => {
  desk.identity.state.tokenLifetime = 3600;
  const { id } = await desk.connect();
  await desk.signIn(id);
  expect(await codeOf(ask())).toBe('done');
  const other = await otherProcess();
  await other.connections.signOut({ id });
  expect(await codeOf(ask())).toBe('sign-in-needed');
});

test('a sign-in that is canceled leaves the one before as it was', async () => {
  const { id } = await desk.connect();
  await desk.signIn(id);
  const [before] = secrets();
  const leave = new AbortController();
  const held = desk.identity.holdNextToken();
  desk.browser = async url => void signInAt(url, desk.identity.ca, desk.person({ name: NO_ROLE }));
  const events = desk.signIn(id, { signal: leave.signal }).catch(() => []);
  await held.made;
  leave.abort();
  held.release();
  await events;
  expect(secrets()).toEqual([before]);
  expect(await codeOf(ask())).toBe('done');
  const [view] = (await stateOf(desk.client)).connections;
  expect(view?.account?.name).toBe(HELPDESK);
});

describe('a keyring that is locked for a moment', () => {
  test('is told, in the list too, and the sign-in goes on when it is open again', async () => {
    const { id } = await desk.connect();
    await desk.signIn(id);
    await desk.restart();
    ring.state.locked = true;
    expect(await codeOf(ask())).toBe('secret-unsealable');
    const [view] = (await stateOf(desk.client)).connections;
    expect(view).toMatchObject({ account: null, trouble: { code: 'secret-unsealable' } });
    ring.state.locked = false;
    expect(await codeOf(ask())).toBe('done');
    expect((await stateOf(desk.client)).connections[0]).toMatchObject({ account: { name: HELPDESK }, trouble: null });
  });

  test('while a new token is on its way: what is kept stays, also for the next run', async () => {
    const { id } = await desk.connect();
    await desk.signIn(id);
    const held = desk.identity.holdNextToken();
    const asked = codeOf(ask());
    await held.made;
    ring.state.locked = true;
    held.release();
    expect(await asked).toBe('secret-unsealable');
    ring.state.locked = false;
    expect(await codeOf(ask())).toBe('done');
    await desk.restart();
    expect(await codeOf(ask())).toBe('done');
  });

  test('does not make a kept secret look like none', async () => {
    const { id } = await desk.connect({ signIn: 'secret' });
    const secret = desk.identity.state.app.secrets[0]?.value ?? '';
    await desk.client.connections.setCredential({ id, credential: { kind: 'secret', secret } });
    ring.state.locked = true;
    expect(await codeOf(ask())).toBe('secret-unsealable');
    expect((await stateOf(desk.client)).connections[0]?.trouble?.code).toBe('secret-unsealable');
    ring.state.locked = false;
    expect(await codeOf(ask())).toBe('done');
  });
});

async function stateOf(client: Client) {
  for await (const state of await client.connections.watch(undefined)) return state;
  throw new Error('there is no state');
}
