import { expect, test } from 'vitest';
import { createTurns } from '../../../../src/main/services/keys/turns.ts';

test('turns of one name follow each other, those of another do not wait', async () => {
  const turns = createTurns();
  const order: string[] = [];
  const endFirst = await turns.take('a');
  const second = turns.take('a').then(end => {
    order.push('second');
    end();
  });
  (await turns.take('b'))();
  order.push('other');
  endFirst();
  await second;
  expect(order).toEqual(['other', 'second']);
  (await turns.take('a'))();
});

test('one that gives up waiting does not hold up those behind it, nor overtake those before', async () => {
  const turns = createTurns();
  const endFirst = await turns.take('a');
  const abort = new AbortController();
  const second = turns.take('a', abort.signal);
  let third = false;
  const last = turns.take('a').then(end => {
    third = true;
    end();
  });
  abort.abort();
  await expect(second).rejects.toMatchObject({ code: 'cancelled' });
  expect(third).toBe(false);
  endFirst();
  await last;
  expect(third).toBe(true);
});
