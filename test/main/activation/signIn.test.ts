import { afterEach, expect, test } from 'vitest';
import type { UserSignInEvent } from '../../../src/contract/activation.ts';
import { signInAt } from '../../simulator/identity/browser.ts';
import { openSignInDesk, type SignInDesk } from '../auth/desk.ts';

const MIA = 'user7@contoso.example';

let desk: SignInDesk;
afterEach(() => desk.close());

/** A station that works as the app itself; its users sign in as themselves. */
async function openStation(): Promise<string[]> {
  desk = await openSignInDesk();
  const { id } = await desk.connect({ signIn: 'secret' });
  const secret = desk.identity.state.app.secrets[0]?.value ?? '';
  await desk.client.connections.setCredential({ id, credential: { kind: 'secret', secret } });
  const opened: string[] = [];
  desk.browser = async url => {
    opened.push(url);
    void signInAt(url, desk.identity.ca, desk.person({ name: MIA }));
  };
  return opened;
}

async function signIn(): Promise<UserSignInEvent[]> {
  const events: UserSignInEvent[] = [];
  for await (const event of await desk.client.activation.signIn({})) events.push(event);
  return events;
}

test('a user signs in as themselves at a station that works as the app, and nothing of theirs is kept', async () => {
  const opened = await openStation();
  expect(await desk.client.activation.state()).toMatchObject({ signIn: true, tenant: 'Contoso' });
  expect(await signIn()).toEqual([
    { kind: 'browser-opened' },
    {
      kind: 'done',
      user: {
        sitting: expect.any(String),
        displayName: expect.any(String),
        userPrincipalName: MIA,
        secondsLeft: 900,
      },
    },
  ]);
  const { searchParams } = new URL(opened[0] ?? '');
  expect(searchParams.get('prompt')).toBe('login');
  expect(searchParams.get('scope')?.split(' ')).not.toContain(`${desk.graph.url}/.default`);
  // The station's own sign-in is what it was.
  expect((await desk.client.users.search({ query: '' })).users.length).toBe(40);
});

test('a declined sign-in and a guest prove nobody', async () => {
  await openStation();
  desk.browser = async url => void signInAt(url, desk.identity.ca, desk.person({ name: MIA, after: 'cancel' }));
  expect((await signIn()).at(-1)).toMatchObject({ kind: 'failed', failure: { code: 'sign-in-declined' } });
  const guest = 'user29_partner.example#EXT#@contoso.example';
  desk.browser = async url => void signInAt(url, desk.identity.ca, desk.person({ name: guest }));
  expect((await signIn()).at(-1)).toMatchObject({ kind: 'failed', failure: { code: 'user-is-guest' } });
});
