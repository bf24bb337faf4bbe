import { getEventListeners } from 'node:events';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ErrorCode, KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { oneKey, watchKey, whilePlugged } from '../../../../src/main/features/activation/keyWait.ts';
import { hasLeft, refusesKey } from '../../../../src/main/features/activation/refusedKey.ts';
import { type KeysHere, openKeysHere } from '../../services/keys/keysHere.ts';

let here: KeysHere;
beforeEach(() => {
  here = openKeysHere();
});
afterEach(() => here.close());

const plug = async () => (await here.plug()).keyId;
const summaryOf = async (keyId: string) => here.keys.choose(keyId);

/** Waits for one key, and notes what was asked for meanwhile. */
function wait(signal = new AbortController().signal, refused?: Awaited<ReturnType<typeof summaryOf>>) {
  const asked: boolean[] = [];
  const found = oneKey(here.host, ({ several }) => void asked.push(several), signal, refused).then(
    ({ id }) => id,
    (error: unknown) => error,
  );
  const settled = async () => Promise.race([found, new Promise(resolve => setTimeout(() => resolve('waiting'), 5))]);
  return { asked, found, settled };
}

describe('waiting for one key', () => {
  test('ends at once with the one that is plugged in', async () => {
    const keyId = await plug();
    const { asked, found } = wait();
    expect([await found, asked]).toEqual([keyId, []]);
  });

  test('asks for one while there is none, and for one alone while there are several, once each', async () => {
    const none = wait();
    await none.settled();
    await here.host.look();
    expect(none.asked).toEqual([false]);
    const first = await plug();
    expect(await none.found).toBe(first);
    const others = [await plug()];
    const several = wait();
    await several.settled();
    others.push(await plug());
    expect([await several.settled(), several.asked]).toEqual(['waiting', [true]]);
    for (const id of others) await here.unplug(id);
    expect([await several.found, several.asked]).toEqual([first, [true]]);
  });

  test('says so where several have become none at once', async () => {
    const listed = [await summaryOf(await plug())];
    let keys = [...listed, ...listed];
    const listeners = new Set<(keys: typeof listed) => void>();
    const host = {
      ready: async () => undefined,
      keys: () => keys,
      onKeys: (listener: (keys: typeof listed) => void) => {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const asked: boolean[] = [];
    const found = oneKey(host as never, ({ several }) => void asked.push(several), new AbortController().signal);
    const tell = (now: typeof listed) => {
      keys = now;
      for (const listener of listeners) listener(now);
    };
    await new Promise(setImmediate);
    for (const now of [[], [], [...listed, ...listed], listed]) tell(now);
    expect([await found, asked, listeners.size]).toEqual([listed[0], [true, false, true], 0]);
  });

  test('does not take a refused key until it was taken out', async () => {
    const refused = await summaryOf(await plug());
    const { asked, settled, found } = wait(undefined, refused);
    expect([await settled(), asked]).toEqual(['waiting', [false]]);
    await here.unplug(refused.id);
    expect(await settled()).toBe('waiting');
    const next = await plug();
    expect([await found, asked]).toEqual([next, [false]]);
  });

  test('does not take a refused key because another one came and went', async () => {
    const refused = await summaryOf(await plug());
    const { asked, settled } = wait(undefined, refused);
    await settled();
    await here.unplug(await plug());
    expect([await settled(), asked]).toEqual(['waiting', [false, true, false]]);
  });

  test('leaves no listener on its signal', async () => {
    await plug();
    const { signal } = new AbortController();
    await wait(signal).found;
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  test('takes another key at once where the refused one has left already', async () => {
    const refused = await summaryOf(await plug());
    await here.unplug(refused.id);
    const next = await plug();
    expect(await wait(undefined, refused).found).toBe(next);
  });

  test('ends with the reason of its signal, before and after', async () => {
    const reason = new KeydeskError('activation-sitting-over');
    expect(await wait(AbortSignal.abort(reason)).found).toBe(reason);
    const abort = new AbortController();
    const { settled, found } = wait(abort.signal);
    await settled();
    abort.abort(reason);
    expect(await found).toBe(reason);
  });
});

describe('watching a key', () => {
  const removed = { code: 'key-removed' };

  test('notices that it leaves, and no more once that was ended', async () => {
    const [first, second] = [await plug(), await plug()];
    const [watched, ended] = [
      watchKey(here.host, await summaryOf(first)),
      watchKey(here.host, await summaryOf(second)),
    ];
    ended.end();
    await plug();
    expect([watched.signal.aborted, ended.signal.aborted]).toEqual([false, false]);
    await here.unplug(first);
    await here.unplug(second);
    expect(watched.signal.reason).toMatchObject(removed);
    expect(ended.signal.aborted).toBe(false);
  });

  test('notices that it has left before, or that another one is in its place', async () => {
    const keyId = await plug();
    const key = await summaryOf(keyId);
    expect(watchKey(here.host, { ...key, serial: 'another' }).signal.reason).toMatchObject(removed);
    await here.unplug(keyId);
    expect(watchKey(here.host, key).signal.reason).toMatchObject(removed);
  });

  test('ends work as removed whatever that broke, but for work that was to end anyway', async () => {
    const keyId = await plug();
    const watch = watchKey(here.host, await summaryOf(keyId));
    const never = new AbortController();
    expect(await whilePlugged(watch, never.signal, async signal => signal.aborted)).toBe(false);
    const broken = new Error('broken');
    await expect(whilePlugged(watch, never.signal, () => Promise.reject(broken))).rejects.toBe(broken);
    await here.unplug(keyId);
    await expect(whilePlugged(watch, never.signal, () => Promise.reject(broken))).rejects.toMatchObject(removed);
    const over = AbortSignal.abort(new Error('over'));
    await expect(whilePlugged(watch, over, () => Promise.reject(broken))).rejects.toBe(broken);
    await expect(
      whilePlugged(watch, never.signal, async signal => {
        signal.throwIfAborted();
      }),
    ).rejects.toMatchObject(removed);
  });
});

test.each<[ErrorCode, boolean, boolean]>([
  ['key-removed', true, false],
  ['key-full', false, true],
  ['pin-soft-blocked', false, true],
  ['graph-forbidden', false, false],
  ['activation-sitting-over', false, false],
])('%s: the key has left %s, another key helps %s', (code, left, refuses) => {
  expect([hasLeft(new KeydeskError(code)), refusesKey(new KeydeskError(code))]).toEqual([left, refuses]);
  expect([hasLeft({ code }), refusesKey({ code })]).toEqual([false, false]);
});
