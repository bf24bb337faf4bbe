import type { ImportPhase } from '../../../../contract/directory/schema.ts';
import { KeydeskError } from '../../../../contract/errors/errors.ts';
import type { RoundDoubt } from './importPosition.ts';
import { isPartial, type TenantRow } from './tenantRow.ts';

/** How many entries of one kind are stored, and how many of them the running full round had. */
export interface Met {
  readonly what: string;
  readonly known: number;
  readonly met: number;
}

/** Counts the entries of each phase that has rounds. */
type Counters = Readonly<Record<Exclude<ImportPhase, 'registrations'>, (tenant: TenantRow) => readonly Met[]>>;

/** Decides whether a completed round of an import is a proof that missing entries are gone. */
export class RoundDoubts {
  readonly #counters: Counters;
  /** Phases in which one complete full round missed entries, and whose second round is being read. */
  readonly #doubted = new Set<ImportPhase>();

  constructor(counters: Counters) {
    this.#counters = counters;
  }

  /** Call when an import begins. */
  clear(): void {
    this.#doubted.clear();
  }

  /** Call when a phase is read from its beginning, and its earlier round does not count. */
  forget(phase: ImportPhase): void {
    this.#doubted.delete(phase);
  }

  /**
   * Returns why a completed round is no proof yet. If a round misses even a few entries, the list is read a second time. Only entries that
   * are missing from both complete rounds are removed.
   * @param whole whether this was a full round
   * @param delta the link of the next round of changes
   * @throws KeydeskError graph-round-incomplete for a full round without any user: every tenant has at least the user who reads them
   */
  of(tenant: TenantRow, phase: ImportPhase, whole: boolean, delta: string | undefined): RoundDoubt | undefined {
    if (phase === 'registrations') return undefined;
    // Without a delta link, Graph has not said that the round is complete.
    if (delta === undefined) return { complete: false, what: phase };
    // A round with unreadable entries removes nothing.
    if (!whole || isPartial(tenant, phase)) return undefined;
    const missing = this.#counters[phase](tenant).find(({ known, met }) => met < known);
    if (phase === 'users' && missing?.met === 0) throw new KeydeskError('graph-round-incomplete', { ...missing });
    if (missing === undefined || this.#doubted.has(phase)) return undefined;
    this.#doubted.add(phase);
    return { complete: true, ...missing };
  }
}
