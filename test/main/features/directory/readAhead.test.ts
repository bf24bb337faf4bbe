import { expect, test } from 'vitest';
import { readAhead } from '../../../../src/main/features/directory/import/readAhead.ts';
import type { DeltaCalls } from '../../../../src/main/services/graph/delta.ts';

/** Reads ahead of a writer that writes nothing yet; gives how many pages were read before it waits. */
async function pagesAhead(entries: number, name: string): Promise<number> {
  let read = 0;
  const delta = {
    users: async () => ({
      items: Array.from({ length: entries }, (_, i) => ({ id: `${read}-${i}`, displayName: name })),
      leftOut: 0,
      next: `page-${++read}`,
      delta: undefined,
    }),
  } as unknown as DeltaCalls;
  const ahead = readAhead(
    {
      delta,
      write: () => new Promise(() => undefined),
      wait: async () => undefined,
      tellWait: () => undefined,
      signal: new AbortController().signal,
    },
    { phase: 'users', link: undefined, later: [] },
  );
  await ahead.next();
  for (let known = -1; known < read; ) {
    known = read;
    await new Promise(resolve => setTimeout(resolve, 50));
  }
  ahead.close();
  return read;
}

test('thirty ordinary pages are read ahead of the writer, of the largest ones only what fits into the memory', async () => {
  expect(await pagesAhead(999, 'A usual display name, with department')).toBeGreaterThan(28);
  expect(await pagesAhead(999, 'x'.repeat(16_000))).toBeLessThan(5);
});
