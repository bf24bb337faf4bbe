import { Worker } from 'node:worker_threads';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { RecordBridge } from '../record/bridge.ts';

/** The calls of a thread: synchronous methods. */
export type Calls<C> = { readonly [N in keyof C]: (...args: never[]) => unknown };

/** A message to the thread. */
export interface Question {
  readonly id: number;
  readonly name: string;
  readonly args: readonly unknown[];
}

/** A message from the thread. */
export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly failure: Failure };

/** Most memory of a thread is soon garbage. Without a limit, its heap grows to several times the size that it needs. */
const resourceLimits = { maxYoungGenerationSizeMb: 24 };

/** A thread with an open database, because SQLite's calls are synchronous. It starts with the first call. */
export interface Thread<C extends Calls<C>> {
  /**
   * Calls a method.
   * @throws KeydeskError as storageError.ts and openDatabase.ts name it, internal; cancelled after `close`
   */
  ask<N extends keyof C & string>(name: N, ...args: Parameters<C[N]>): Promise<ReturnType<C[N]>>;
  /** Ends the thread. Unanswered and later calls fail with cancelled. */
  close(): Promise<void>;
}

/**
 * Returns a thread that starts with the first call.
 * @param data What the thread opens: a data folder, or an object that contains one
 * @param module The thread's source file, or its bundle. It calls `serve`
 * @param bridge Returns the way to the shared record for a new thread, which gets it as `bridge` of its data
 */
export function startThread<C extends Calls<C>, D = string>(
  data: D,
  module: URL,
  bridge?: () => RecordBridge | undefined,
): Thread<C> {
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  let worker: Worker | undefined;
  let nextId = 1;
  let closed = false;

  const start = (): Worker => {
    const way = bridge?.();
    const started = new Worker(module, {
      workerData: way === undefined ? data : { ...data, bridge: way },
      transferList: way === undefined ? [] : [way.port],
      resourceLimits,
    });
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
    // A command that has finished does not wait for the thread.
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
