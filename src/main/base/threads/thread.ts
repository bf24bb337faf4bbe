import { Worker } from 'node:worker_threads';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';

/** What a thread can be asked: methods that answer at once. */
export type Calls<C> = { readonly [N in keyof C]: (...args: never[]) => unknown };

/** To the thread. */
export interface Question {
  readonly id: number;
  readonly name: string;
  readonly args: readonly unknown[];
}

/** From the thread. */
export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure };

/** What a thread works on is soon garbage; unlimited, room for it grows to several times what is needed. */
const resourceLimits = { maxYoungGenerationSizeMb: 24 };

/** A thread with a database open, for SQLite answers at once or not at all. It starts with the first question. */
export interface Thread<C extends Calls<C>> {
  /** @throws KeydeskError as storageError.ts and openDatabase.ts name it, internal; cancelled once it is closed */
  ask<N extends keyof C & string>(name: N, ...args: Parameters<C[N]>): Promise<ReturnType<C[N]>>;
  /** Ends the thread for good; what it was asked and has not answered, or is asked later, fails as cancelled. */
  close(): Promise<void>;
}

/**
 * Returns a thread that starts with the first question.
 * @param data What the thread opens: a data folder, or an object with one
 * @param module The thread's code, or what it was built into. It answers by `serve`
 */
export function startThread<C extends Calls<C>, D = string>(data: D, module: URL): Thread<C> {
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  let worker: Worker | undefined;
  let nextId = 1;
  let closed = false;

  const start = (): Worker => {
    const started = new Worker(module, { workerData: data, resourceLimits });
    started.on('message', (answer: Answer) => {
      const question = pending.get(answer.id);
      pending.delete(answer.id);
      if ('failure' in answer) {
        const { code, params, cause } = answer.failure;
        question?.reject(new KeydeskError(code, params, { cause: cause?.join(' <- ') }));
      } else question?.resolve(answer.value);
    });
    const broken = (cause: unknown) => ended(started, new KeydeskError('internal', {}, { cause }));
    started.on('error', broken);
    started.on('exit', () => broken('the thread ended'));
    // A command that is done need not wait for it.
    started.unref();
    return started;
  };

  const ended = (which: Worker, why: KeydeskError) => {
    if (which !== worker) return;
    worker = undefined;
    for (const question of pending.values()) question.reject(why);
    pending.clear();
  };

  return {
    ask: (name, ...args) => {
      if (closed) return Promise.reject(new KeydeskError('cancelled'));
      worker ??= start();
      const id = nextId++;
      const question = Promise.withResolvers<unknown>();
      pending.set(id, question);
      worker.ref();
      worker.postMessage({ id, name, args } satisfies Question);
      return question.promise.finally(() => {
        if (pending.size === 0) worker?.unref();
      }) as Promise<ReturnType<C[typeof name]>>;
    },
    close: async () => {
      closed = true;
      const running = worker;
      if (running === undefined) return;
      ended(running, new KeydeskError('cancelled'));
      await running.terminate();
    },
  };
}
