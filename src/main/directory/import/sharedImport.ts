import type { ImportEvent } from '../../../contract/directory.ts';
import { KeydeskError } from '../../../contract/errors.ts';
import { toFailure } from '../../../contract/failure.ts';
import { type Channel, telling } from '../../stream.ts';
import { nothingCounted } from '../database/tenantRow.ts';
import type { ImportEnd } from './importer.ts';

type Tell = (event: ImportEvent) => void;
type Work = (full: boolean, signal: AbortSignal, tell: Tell) => Promise<ImportEnd>;

interface Running {
  readonly full: boolean;
  readonly stop: AbortController;
  readonly followers: Set<Tell>;
  last(): ImportEvent | undefined;
  readonly end: Promise<ImportEnd>;
}

/** The one import of a core: whoever asks for one while it runs sees that one. */
export class SharedImport {
  readonly #work: Work;
  #running: Running | undefined;

  constructor(work: Work) {
    this.#work = work;
  }

  get running(): boolean {
    return this.#running !== undefined;
  }

  /** Resolves when none runs. */
  async idle(): Promise<void> {
    await this.#running?.end;
  }

  /** Whether anybody looks on. */
  get followed(): boolean {
    return (this.#running?.followers.size ?? 0) > 0;
  }

  /** Imports what changed with nobody looking; one that runs already will do. */
  run(): Promise<ImportEnd> {
    return this.#join(false).end;
  }

  /** Begins an import, or joins the one that runs. It stops when the last one who followed it has left. */
  follow(full: boolean, signal: AbortSignal | undefined): Channel<ImportEvent> {
    return telling<ImportEvent>(
      signal,
      async (tell, left) => {
        const running = this.#join(full);
        running.followers.add(tell);
        const last = running.last();
        if (last !== undefined) tell(last);
        left.addEventListener('abort', () => {
          running.followers.delete(tell);
          if (running.followers.size === 0) running.stop.abort();
        });
        return running.end;
      },
      error => ({ kind: 'failed', failure: toFailure(error), counts: nothingCounted }),
    );
  }

  /** @throws KeydeskError import-running where everything is asked for and the one that runs reads less */
  #join(full: boolean): Running {
    if (this.#running !== undefined) {
      if (full && !this.#running.full) throw new KeydeskError('import-running');
      return this.#running;
    }
    const stop = new AbortController();
    const followers = new Set<Tell>();
    let last: ImportEvent | undefined;
    const work = this.#work(full, stop.signal, event => {
      last = event;
      for (const follower of followers) follower(event);
    });
    const end = work.finally(() => {
      this.#running = undefined;
    });
    this.#running = { full, stop, followers, last: () => last, end };
    return this.#running;
  }
}
