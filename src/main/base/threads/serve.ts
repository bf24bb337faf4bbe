import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from '../../../contract/errors/failure.ts';
import type { Answer, Calls, Question } from './thread.ts';

/**
 * Answers questions in their order, in a thread that `startThread` has started. `open` runs with the first question.
 * @param open Gets what `startThread` got, as `meaning` does
 * @param meaning Returns what an error means to a person
 */
export function serve<C extends Calls<C>, D = string>(
  open: (data: D) => C,
  meaning: (data: D, error: unknown) => unknown,
): void {
  const data = workerData as D;
  let calls: C | undefined;
  const answer = ({ id, name, args }: Question): Answer => {
    try {
      calls ??= open(data);
      const call = calls[name as keyof C] as unknown as (...args: readonly unknown[]) => unknown;
      return { id, value: call(...args) };
    } catch (error) {
      return { id, failure: toFailure(meaning(data, error)) };
    }
  };
  parentPort?.on('message', (question: Question) => parentPort?.postMessage(answer(question)));
}
