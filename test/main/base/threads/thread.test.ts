import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { userFilterSchema } from '../../../../src/contract/directory/schema.ts';
import { startThread } from '../../../../src/main/base/threads/thread.ts';
import { directoryThread } from '../../../../src/main/features/directory/database/thread.ts';
import { failureOf } from '../../services/graph/failure.ts';

const directory = new URL('../../../../src/main/features/directory/database/worker.ts', import.meta.url);
const everybody = userFilterSchema.parse({});

test('a thread that is closed cancels what it has not answered and whatever it is asked later', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'keydesk-thread-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const thread = directoryThread(folder, directory);
  expect(await thread.ask('begin', 'tenant', true)).toMatchObject({ phase: 'users' });
  const asked = Array.from({ length: 20 }, () => failureOf(() => thread.ask('page', 'tenant', everybody, 0, 100)));
  await thread.close();
  for (const failure of await Promise.all(asked)) expect(failure).toMatchObject({ code: 'cancelled' });
  expect(await failureOf(() => thread.ask('stop', 'tenant', undefined))).toMatchObject({ code: 'cancelled' });
  await thread.close();
});

test('one that breaks fails what it was asked as internal, and the next question starts it again', async () => {
  const code = `import { parentPort } from 'node:worker_threads';
    parentPort.on('message', ({ id, name }) => name === 'die' ? process.exit(3) : parentPort.postMessage({ id, value: 7 }));`;
  const module = new URL(`data:text/javascript,${encodeURIComponent(code)}`);
  const thread = startThread<{ die(): void; live(): number }>('', module);
  expect(await failureOf(() => thread.ask('die'))).toMatchObject({ code: 'internal', cause: 'the thread ended' });
  expect(await thread.ask('live')).toBe(7);
  await thread.close();
});
