import type { Answer, Question } from './messages.ts';

/** A desk as the runner sees it: in a process of its own, or in that of the runner. */
export interface DeskHandle<Q = Question> {
  readonly isAlive: boolean;
  /** At which moment the desk was ended; undefined if it was not. */
  readonly killedAt: string | undefined;
  /** Asks the desk. One that ends answers `killed`. */
  ask(question: Q): Promise<Answer>;
  /** Ends the desk at once. */
  kill(): Promise<void>;
}

export interface DeskSource<Q = Question> {
  take(): DeskHandle<Q>;
  /** Takes back a desk that was closed. */
  give(desk: DeskHandle<Q>): void;
  close(): Promise<void>;
}
