import { parentPort, workerData } from 'node:worker_threads';
import { toFailure } from '../../../contract/errors/failure.ts';
import type { Answer, Calls, Question } from './thread.ts';

/**
 * Answers calls in order, in a thread that `startThread` has started. The first call runs `open`.
 * @param open Gets the data of `startThread`, as `meaning` does
 * @param meaning Converts an error to one that people understand
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
