import { afterEach, beforeEach, expect, test, vi } from 'vitest';

const stored = new Map<string, string>();
const replaceState = vi.fn();

/** Loads the page once more in the same tab. */
async function load(hash: string) {
  vi.resetModules();
  const sessionStorage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => void stored.set(name, value),
    removeItem: (name: string) => void stored.delete(name),
  };
  vi.stubGlobal('window', { location: { hash, pathname: '/' }, sessionStorage, history: { replaceState } });
  return import('../../../src/renderer/client/session.ts');
}

beforeEach(() => {
  stored.clear();
  replaceState.mockClear();
});
afterEach(() => vi.unstubAllGlobals());

test('the token leaves the address, and is the key of a new window', async () => {
  const { windowKeys } = await load('#token=one');
  expect(replaceState).toHaveBeenCalledWith(null, '', '/');
  expect(windowKeys()).toEqual([{ kind: 'token', key: 'one' }]);
});

test('a window that is reloaded before it is in comes in all the same', async () => {
  await load('#token=one');
  expect((await load('')).windowKeys()).toEqual([{ kind: 'token', key: 'one' }]);
});

test('one that is reloaded in the middle of coming in tries both keys', async () => {
  (await load('#token=one')).keepSession('session');
  expect((await load('')).windowKeys()).toEqual([
    { kind: 'session', key: 'session' },
    { kind: 'token', key: 'one' },
  ]);
});

test('the token is kept no longer than that', async () => {
  const { keepSession, forgetToken } = await load('#token=one');
  keepSession('session');
  forgetToken();
  expect([...stored.values()]).toEqual(['session']);
});

test('a window that never had a token has no key', async () => {
  const { windowKeys } = await load('');
  expect(windowKeys).toThrow(expect.objectContaining({ code: 'unauthorized' }));
});
