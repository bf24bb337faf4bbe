import { KeydeskError } from '../../contract/errors/errors.ts';

/** One place where somebody may be asked: whoever may answer finds `answer` there while a question stands. */
export interface Question<T> {
  answer: ((value: T) => void) | undefined;
}

/** The next answer to a question. @throws KeydeskError cancelled when the signal aborts before */
export function answerTo<T>(question: Question<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancelled = () => {
      question.answer = undefined;
      reject(new KeydeskError('cancelled'));
    };
    if (signal.aborted) return cancelled();
    signal.addEventListener('abort', cancelled, { once: true });
    question.answer = value => {
      question.answer = undefined;
      signal.removeEventListener('abort', cancelled);
      resolve(value);
    };
  });
}
