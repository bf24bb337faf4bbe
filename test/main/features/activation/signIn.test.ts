import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { UserSignInEvent } from '../../../../src/contract/activation/schema.ts';
import type { CheckReport } from '../../../../src/contract/connections/schema.ts';
import { wordsFor } from '../../../../src/contract/errors/words.ts';
import { signInAt } from '../../../simulator/identity/browser.ts';
import { openSignInDesk, type SignInDesk } from '../../services/auth/desk.ts';

const MIA = 'user7@contoso.example';

let desk: SignInDesk;
/** The addresses that were opened, and the last pages that came back. */
let opened: string[];
let pages: string[];
let closed: number;
let id: string;

/** The desk keeps no secret over a restart: nothing seals it. */
async function enterSecret(): Promise<void> {
  const secret = desk.identity.state.app.secrets[0]?.value ?? '';
  await desk.client.connections.setCredential({ id, credential: { kind: 'secret', secret } });
}

beforeEach(async () => {
  desk = await openSignInDesk();
  [opened, pages, closed] = [[], [], 0];
  // A station that works as the app itself; its users sign in as themselves.
  ({ id } = await desk.connect({ signIn: 'secret' }));
  await enterSecret();
  desk.browser = async url => {
    opened.push(url);
    void signInAt(url, desk.identity.ca, desk.person({ name: MIA })).then(({ text }) => pages.push(text));
  };
  desk.privateWindow = {
    closed: new Promise(() => undefined),
    close: async () => {
      closed++;
    },
  };
});
afterEach(() => desk.close());

async function signIn(language?: string): Promise<UserSignInEvent[]> {
  const events: UserSignInEvent[] = [];
  const request = language === undefined ? {} : { language };
  for await (const event of await desk.client.activation.signIn(request)) events.push(event);
  return events;
}
const failureOf = (events: readonly UserSignInEvent[]) => {
  const last = events.at(-1);
  return last?.kind === 'failed' ? last.failure.code : last?.kind;
};

test('a user signs in as themselves at a station that works as the app, and nothing of theirs is kept', async () => {
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
  expect(JSON.parse(searchParams.get('claims') ?? '')).toMatchObject({ id_token: { auth_time: { essential: true } } });
  expect(searchParams.get('scope')?.split(' ')).not.toContain(`${desk.graph.url}/.default`);
  expect(closed).toBe(1);
  // The station's own sign-in is what it was.
  expect((await desk.client.users.search({ query: '' })).users.length).toBe(40);
});

test('refuses a declined sign-in and a guest, and closes their windows too', async () => {
  desk.browser = async url => void signInAt(url, desk.identity.ca, desk.person({ name: MIA, after: 'cancel' }));
  expect(failureOf(await signIn())).toBe('sign-in-declined');
  const guest = 'user29_partner.example#EXT#@contoso.example';
  desk.browser = async url => void signInAt(url, desk.identity.ca, desk.person({ name: guest }));
  expect(failureOf(await signIn())).toBe('user-is-guest');
  expect(closed).toBe(2);
});

test('a user who closes the window need not wait until the sign-in times out', async () => {
  desk.browser = async () => undefined;
  desk.privateWindow = { closed: Promise.resolve(), close: async () => undefined };
  expect(failureOf(await signIn())).toBe('sign-in-declined');
});

test('the window of a sign-in is closed when the user or the station leaves', async () => {
  desk.browser = async () => undefined;
  for await (const event of await desk.client.activation.signIn({})) {
    if (event.kind === 'browser-opened') break;
  }
  await expect.poll(() => closed).toBe(1);
  const waiting = await desk.client.activation.signIn({});
  await waiting.next();
  await desk.restart();
  expect(closed).toBe(2);
});

test('the page after the sign-in speaks the language of the window', async () => {
  await signIn('de');
  await expect.poll(() => pages[0]).toContain('Sie sind angemeldet');
  expect(pages[0]).toContain('lang="de"');
  await signIn('xx');
  await expect.poll(() => pages[1]).toContain('You are signed in');
});

describe('an ID token without auth_time', () => {
  const check = (userSignIn: boolean) => desk.client.connections.check({ userSignIn });
  const lineOf = ({ lines }: CheckReport) => lines.find(({ name }) => name === 'user-sign-in');

  test('is refused: the station then offers codes only, also after a restart, until a check shows the claim', async () => {
    desk.identity.state.app.optionalClaims = [];
    expect(failureOf(await signIn())).toBe('activation-sign-in-untimed');
    expect(await desk.client.activation.state()).toMatchObject({ signIn: false });
    await desk.restart();
    await enterSecret();
    expect(await desk.client.activation.state()).toMatchObject({ signIn: false });

    const failure = lineOf(await check(false))?.failure;
    expect(failure?.code).toBe('activation-sign-in-untimed');
    expect(failure && wordsFor(failure).next).toMatch(/auth_time.*Token configuration/);
    expect(lineOf(await check(true))).toMatchObject({ status: 'failed' });

    desk.identity.state.app.optionalClaims = ['auth_time'];
    expect(lineOf(await check(true))).toMatchObject({ status: 'passed' });
    expect(await desk.client.activation.state()).toMatchObject({ signIn: true });
    expect(failureOf(await signIn())).toBe('done');
  });

  test('is avoided where the sign-in heeds the claims that are asked for', async () => {
    desk.identity.state.app.optionalClaims = [];
    desk.identity.state.claims.honored = true;
    expect(failureOf(await signIn())).toBe('done');
  });

  test('is not known before anybody signs in: the check says how to find out', async () => {
    expect(lineOf(await check(false))).toMatchObject({ status: 'unknown', detail: expect.stringMatching(/sign-in/) });
    expect(opened).toEqual([]);
    expect(lineOf(await check(true))).toMatchObject({ status: 'passed' });
    expect(lineOf(await check(false))).toMatchObject({ status: 'passed' });
  });
});

test('a station without a browser that keeps users apart offers codes alone', async () => {
  await desk.restart({ services: { ...desk.services(), privateBrowser: undefined } });
  expect(await desk.client.activation.state()).toMatchObject({ signIn: false });
  expect(failureOf(await signIn())).toBe('activation-sign-in-unavailable');
});
