import { Worker } from 'node:worker_threads';
import { KeydeskError } from '../../../contract/errors.ts';
import type { DirectoryAnswer, DirectoryCalls, DirectoryQuestion } from './calls.ts';

/** A thread with the imported directory open. It starts with the first question. */
export interface DirectoryThread {
  /** @throws KeydeskError database-damaged, database-newer, disk-full, internal */
  ask<N extends keyof DirectoryCalls>(
    name: N,
    ...args: Parameters<DirectoryCalls[N]>
  ): Promise<ReturnType<DirectoryCalls[N]>>;
  /** Ends the thread; what it was asked and has not answered fails. */
  close(): Promise<void>;
}

/** `module` is the thread's code: worker.ts, or what it was built into. */
export function directoryThread(folder: string, module: URL): DirectoryThread {
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  let worker: Worker | undefined;
  let nextId = 1;

  const start = (): Worker => {
    const started = new Worker(module, { workerData: folder });
    started.on('message', (answer: DirectoryAnswer) => {
      const question = pending.get(answer.id);
      pending.delete(answer.id);
      if ('failure' in answer) {
        const { code, params, cause } = answer.failure;
        question?.reject(new KeydeskError(code, params, { cause: cause?.join(' <- ') }));
      } else question?.resolve(answer.value);
    });
    started.on('error', error => ended(started, error));
    started.on('exit', () => ended(started, 'the thread ended'));
    // A command that is done need not wait for it.
    started.unref();
    return started;
  };

  const ended = (which: Worker, cause: unknown) => {
    if (which !== worker) return;
    worker = undefined;
    for (const question of pending.values()) question.reject(new KeydeskError('internal', {}, { cause }));
    pending.clear();
  };

  return {
    ask: (name, ...args) => {
      worker ??= start();
      const id = nextId++;
      const question = Promise.withResolvers<unknown>();
      pending.set(id, question);
      worker.ref();
      worker.postMessage({ id, name, args } satisfies DirectoryQuestion);
      return question.promise.finally(() => {
        if (pending.size === 0) worker?.unref();
      }) as Promise<ReturnType<DirectoryCalls[typeof name]>>;
    },
    close: async () => {
      const running = worker;
      if (running === undefined) return;
      ended(running, 'closed');
      await running.terminate();
    },
  };
}
