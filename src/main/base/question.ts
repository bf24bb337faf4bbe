import { KeydeskError } from '../../contract/errors/errors.ts';

/** A question to another part of the program. While it is open, `answer` is the function that answers it. */
export interface Question<T> {
  answer: ((value: T) => void) | undefined;
}

/** Waits for the next answer to a question. @throws KeydeskError cancelled if the signal aborts before */
export function answerTo<T>(question: Question<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const canceled = () => {
      question.answer = undefined;
      reject(new KeydeskError('cancelled'));
    };
    if (signal.aborted) return canceled();
    signal.addEventListener('abort', canceled, { once: true });
    question.answer = value => {
      question.answer = undefined;
      signal.removeEventListener('abort', canceled);
      resolve(value);
    };
  });
}
