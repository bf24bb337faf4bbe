import { afterEach, expect, test } from 'vitest';
import { type KeysHere, openKeysHere } from './keysHere.ts';

let here: KeysHere;
afterEach(() => here.close());

/** A key on which a request waits for a touch that never comes. */
async function openAtWork() {
  here = openKeysHere();
  const { key, keyId } = await here.plug();
  key.setTouch('never');
  return { keyId, abort: new AbortController(), next: () => here.keys.use(keyId, async () => 'next') };
}

test('a question that nobody asks any more lets go of its key at once', async () => {
  const { keyId, abort, next } = await openAtWork();
  const asked = here.keys.ask(keyId, ({ session }) => session.select(), abort.signal);
  const failed = expect(asked).rejects.toBeDefined();
  await expect.poll(() => here.keys.busy(keyId)).toBe(true);
  const waiting = next();
  abort.abort();
  await failed;
  expect(await waiting).toBe('next');
});

test('work that changes something keeps its key until it has ended by itself', async () => {
  const { keyId, abort, next } = await openAtWork();
  let end = () => {};
  const ended = new Promise<void>(resolve => {
    end = resolve;
  });
  let [isBegun, isOver] = [false, false];
  const work = here.keys.use(
    keyId,
    async () => {
      isBegun = true;
      await ended;
      isOver = true;
    },
    abort.signal,
  );
  await expect.poll(() => isBegun).toBe(true);
  const waiting = next().then(() => isOver);
  abort.abort();
  setTimeout(end, 50);
  await work;
  expect(await waiting).toBe(true);
});
