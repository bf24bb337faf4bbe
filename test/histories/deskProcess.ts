import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DeskHandle, DeskSource } from './deskHandle.ts';
import type { Answer } from './messages.ts';

/** The process of a desk, as the runner sees it. @template Q what the runner asks it */
class DeskProcess<Q> implements DeskHandle<Q> {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  readonly #ended: Promise<void>;
  #isAlive = true;
  #n = 0;
  #said = '';

  constructor(program: string) {
    const execArgv = ['--disable-warning=ExperimentalWarning'];
    this.#child = fork(program, { execArgv, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    this.#child.on('message', (answer: Answer) => {
      this.#waiting.get(answer.n)?.(answer);
      this.#waiting.delete(answer.n);
    });
    this.#child.stderr?.on('data', (text: Buffer) => {
      this.#said = (this.#said + text.toString()).slice(-4000);
      if (process.env.KEYDESK_HISTORY_LOG !== undefined) process.stderr.write(text);
    });
    this.#ended = new Promise(resolve => {
      this.#child.on('close', () => {
        this.#isAlive = false;
        for (const [n, answer] of this.#waiting) answer({ n, code: 'killed', detail: this.#said });
        this.#waiting.clear();
        resolve();
      });
    });
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** At which moment the process ended itself; undefined if it did not. */
  get killedAt(): string | undefined {
    return /^killed (.*)$/m.exec(this.#said)?.[1];
  }

  /** Asks the desk. A process that ends answers `killed`, one that does not answer within `patience` ms `hangs`. */
  async ask(question: Q, patience = 60_000): Promise<Answer> {
    const n = ++this.#n;
    if (!this.#isAlive) return { n, code: 'killed' };
    const answer = new Promise<Answer>(resolve => this.#waiting.set(n, resolve));
    this.#child.send({ n, question });
    const ending = new AbortController();
    const late = sleep(patience, { n, code: 'hangs' }, { signal: ending.signal }).catch(() => ({ n, code: 'hangs' }));
    const first = await Promise.race([answer, late]);
    ending.abort();
    return first;
  }

  async kill(): Promise<void> {
    this.#isAlive = false;
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

/**
 * Returns the source of desks that are processes. Those of closed desks are used again, because a process takes long to load.
 * @param program the program of a desk (programs.ts)
 */
export function deskProcesses<Q>(program: string): DeskSource<Q> {
  const idle: DeskHandle<Q>[] = [];
  return {
    take: () => {
      for (let desk = idle.pop(); desk !== undefined; desk = idle.pop()) if (desk.isAlive) return desk;
      return new DeskProcess<Q>(program);
    },
    give: desk => {
      if (desk.isAlive) idle.push(desk);
    },
    close: async () => {
      await Promise.all(idle.map(desk => desk.kill()));
    },
  };
}
