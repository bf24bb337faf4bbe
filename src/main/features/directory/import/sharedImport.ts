import type { ImportEvent } from '../../../../contract/directory/schema.ts';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import { toFailure } from '../../../../contract/errors/failure.ts';
import { type Channel, telling } from '../../../base/stream.ts';
import { nothingCounted } from '../database/tenantRow.ts';
import type { ImportEnd } from './importer.ts';

type Tell = (event: ImportEvent) => void;
type Work<For> = (wanted: For, full: boolean, signal: AbortSignal, tell: Tell) => Promise<ImportEnd>;

/** The tenant of an import, which other callers of that tenant may join. */
interface OfTenant {
  readonly tenant: { readonly id: string | null };
}

interface Running<For> {
  readonly wanted: For;
  readonly full: boolean;
  readonly stop: AbortController;
  readonly followers: Set<Tell>;
  last(): ImportEvent | undefined;
  readonly end: Promise<ImportEnd>;
}

/** The only running import of a core. A caller who requests an import of the same tenant joins it. */
export class SharedImport<For extends OfTenant> {
  readonly #work: Work<For>;
  #running: Running<For> | undefined;

  constructor(work: Work<For>) {
    this.#work = work;
  }

  /** Returns what the running import is for. */
  get running(): For | undefined {
    return this.#running?.wanted;
  }

  /** Resolves when no import is running. */
  async idle(): Promise<void> {
    await this.#running?.end;
  }

  /** Returns whether a caller follows the import. */
  get followed(): boolean {
    return (this.#running?.followers.size ?? 0) > 0;
  }

  /**
   * Imports the changes automatically. If an import of any tenant is already running, only waits for it, because the next check comes soon.
   */
  async run(wanted: For): Promise<void> {
    await (this.#running ?? this.#join(wanted, false)).end;
  }

  /** Begins an import, or joins the running one. The import stops when its last follower has left. */
  follow(wanted: For, full: boolean, signal: AbortSignal | undefined): Channel<ImportEvent> {
    return telling<ImportEvent>(
      signal,
      async (tell, left) => {
        const running = this.#join(wanted, full);
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

  /** Joins the running import. @throws KeydeskError import-running if it is of another tenant, or reads less than requested */
  #join(wanted: For, full: boolean): Running<For> {
    if (this.#running !== undefined) {
      const other = this.#running.wanted.tenant.id !== wanted.tenant.id;
      if (other || (full && !this.#running.full)) throw new KeydeskError('import-running');
      return this.#running;
    }
    const stop = new AbortController();
    const followers = new Set<Tell>();
    let last: ImportEvent | undefined;
    const work = this.#work(wanted, full, stop.signal, event => {
      last = event;
      for (const follower of followers) follower(event);
    });
    const end = work.finally(() => {
      this.#running = undefined;
    });
    this.#running = { wanted, full, stop, followers, last: () => last, end };
    return this.#running;
  }
}
