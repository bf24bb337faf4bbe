import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';

export type DeskQuestion =
  | {
      readonly ask: 'open';
      readonly folder: string;
      readonly graphUrl: string;
      readonly token: string;
      /** How the desk comes to its record. Default: it belongs to one already */
      readonly share?: { readonly step: 'create' | 'join'; readonly url: string; readonly name: string };
    }
  | { readonly ask: 'enroll'; readonly user: string; readonly serial: string }
  | { readonly ask: 'assign'; readonly user: string }
  | { readonly ask: 'lost'; readonly serial: string }
  | { readonly ask: 'state' | 'close' };

export interface DeskAnswer {
  /** Of the passkey that an enrollment has made. */
  readonly methodId?: string;
  /** Why something failed. */
  readonly code?: string;
  /** Whether the desk has everything of the record, and the record everything of the desk. */
  readonly isSettled?: boolean;
}

/** How long a desk may take for one answer, in ms. */
const PATIENCE = 90_000;

/** The process of a desk. */
export class EnrollingDesk {
  #child: ChildProcess | undefined;

  /** Asks the desk. One that is killed meanwhile, or is not there, answers `killed`. @throws Error if it hangs */
  async ask(question: DeskQuestion): Promise<DeskAnswer> {
    if (question.ask === 'open') this.#child = this.#fork();
    const child = this.#child;
    if (child === undefined) return { code: 'killed' };
    const { promise, resolve, reject } = Promise.withResolvers<DeskAnswer>();
    const ended = () => resolve({ code: 'killed' });
    const late = setTimeout(() => reject(new Error(`a desk does not answer: ${JSON.stringify(question)}`)), PATIENCE);
    child.once('message', answer => resolve(answer as DeskAnswer));
    child.once('exit', ended);
    child.send(question);
    try {
      return await promise;
    } finally {
      clearTimeout(late);
      child.off('exit', ended);
      child.removeAllListeners('message');
    }
  }

  /** Ends the process at once, as a power cut would. */
  async kill(): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise(resolve => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  #fork(): ChildProcess {
    return fork(join(import.meta.dirname, 'desk.ts'), {
      execArgv: ['--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'ignore', process.env.KEYDESK_HISTORY_LOG === undefined ? 'ignore' : 'inherit', 'ipc'],
    });
  }
}
