import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from '../../../contract/errors/failure.ts';
import type { Answer, Calls, Question } from './thread.ts';

/** The thread's side: answers questions in their order. `open` runs with the first one, in the data folder given. */
export function serve<C extends Calls<C>>(
  open: (folder: string) => C,
  meaning: (folder: string, error: unknown) => unknown,
): void {
  const folder = String(workerData);
  let calls: C | undefined;
  const answer = ({ id, name, args }: Question): Answer => {
    try {
      calls ??= open(folder);
      const call = calls[name as keyof C] as unknown as (...args: readonly unknown[]) => unknown;
      return { id, value: call(...args) };
    } catch (error) {
      return { id, failure: toFailure(meaning(folder, error)) };
    }
  };
  parentPort?.on('message', (question: Question) => parentPort?.postMessage(answer(question)));
}
