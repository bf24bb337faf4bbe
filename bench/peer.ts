import { fork } from 'node:child_process';
import { join } from 'node:path';

/**
 * A program of this folder in a process of its own, as a real key is a separate device. It answers one question at a
 * time.
 */
export interface Peer<Question, Answer> {
  ask(question: Question): Promise<Answer>;
  close(): void;
}

export function startPeer<Question, Answer>(program: string): Peer<Question, Answer> {
  const child = fork(join(import.meta.dirname, program), {
    serialization: 'advanced',
    execArgv: ['--disable-warning=ExperimentalWarning'],
  });
  return {
    ask: question =>
      new Promise((resolve, reject) => {
        const died = () => reject(new Error(`${program} ended`));
        child.once('exit', died);
        child.once('message', answer => {
          child.off('exit', died);
          resolve(answer as Answer);
        });
        child.send(question as object);
      }),
    close: () => void child.kill(),
  };
}

/** Answers all questions in order, in the program's process. */
export function answerQuestions<Question, Answer>(answer: (question: Question) => Answer | Promise<Answer>): void {
  process.on('disconnect', () => process.exit(0));
  process.on('message', async question => process.send?.(await answer(question as Question)));
}
