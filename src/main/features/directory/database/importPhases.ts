import type { DatabaseSync } from 'node:sqlite';
import type { ImportPhase } from '../../../../contract/directory/schema.ts';
import type { Failure } from '../../../../contract/errors/failure.ts';
import { createGroupIndex, dropGroupIndex } from './groupIndex.ts';
import { resolveMembers, sweepGroups } from './groupRound.ts';
import type { ImportPosition, PhaseToSkip } from './importPosition.ts';
import type { ImportRows } from './importRows.ts';
import { now } from './now.ts';
import { isPartial, phaseColumns, phasesAnew, type TenantRow } from './tenantRow.ts';
import { sweepUsers } from './userRound.ts';

/** Begins and ends the phases of an import. */
export class ImportPhases {
  readonly #db: DatabaseSync;
  readonly #rows: ImportRows;

  constructor(db: DatabaseSync, rows: ImportRows) {
    this.#db = db;
    this.#rows = rows;
  }

  /** Lets a phase be read completely, from its beginning. */
  readAnew(key: string, phase: ImportPhase): void {
    const tenant = this.#rows.tenant(key);
    const { link, generation } = phaseColumns[phase];
    this.#rows.set(tenant, `phase = iif(phase = 'users', phase, ?), ${link} = NULL`, phase);
    if (generation === null) return;
    const anew = new Set([...phasesAnew(tenant), phase]);
    const partial = tenant.partial.split(',').filter(other => other !== phase);
    const change = `${generation} = ${generation} + 1, anew = ?, partial = ?`;
    this.#rows.set(tenant, change, [...anew].join(','), partial.join(','));
    if (phase === 'groups') dropGroupIndex(this.#db);
    else this.#rows.setFull(tenant);
  }

  /**
   * Ends a phase and begins the next one. Returns the number of users that a full round did not have.
   * @param whole whether the phase ends a full round
   * @param delta the link of the next round of changes
   */
  close(tenant: TenantRow, { phase, later }: ImportPosition, whole: boolean, delta: string | undefined): number {
    // A full round may have missed entries that could not be read. After a round of changes, the next import reads them again.
    const partial = isPartial(tenant, phase);
    const round = { sweeps: whole && !partial, again: partial && !whole, delta: delta ?? null };
    const left = this.#end(tenant, phase, round);
    const anew = phasesAnew(tenant).filter(other => other !== phase);
    this.#rows.set(tenant, 'anew = ?', anew.join(','));
    this.#rows.next(tenant, later);
    return left;
  }

  /** Ends a phase that may not be read, and begins the next one. Removes nothing of that phase. */
  skip(tenant: TenantRow, phase: PhaseToSkip, failure: Failure): void {
    const { later } = this.#rows.position(tenant);
    const { link, refused } = phaseColumns[phase];
    this.#rows.set(tenant, `${link} = NULL, ${refused} = ?`, JSON.stringify(failure));
    if (phase === 'groups') createGroupIndex(this.#db);
    this.#rows.next(tenant, later);
  }

  #end(tenant: TenantRow, phase: ImportPhase, round: Round): number {
    switch (phase) {
      case 'users':
        return this.#endUsers(tenant, round);
      case 'groups':
        this.#endGroups(tenant, round);
        return 0;
      case 'registrations':
        this.#rows.set(tenant, 'registrations_at = ?, registrations_link = NULL, registrations_refused = NULL', now());
        return 0;
    }
  }

  #endUsers(tenant: TenantRow, { sweeps, again, delta }: Round): number {
    const at = now();
    const left = sweeps ? sweepUsers(this.#db, tenant) : 0;
    const change = 'users_delta = ?, users_at = ?, link = NULL';
    this.#rows.set(tenant, change, again ? tenant.users_delta : delta, at);
    return left;
  }

  #endGroups(tenant: TenantRow, { sweeps, again, delta }: Round): void {
    const at = now();
    if (sweeps) sweepGroups(this.#db, tenant);
    resolveMembers(this.#db, tenant);
    createGroupIndex(this.#db);
    const change = 'groups_delta = ?, groups_at = ?, groups_link = NULL, groups_refused = NULL';
    this.#rows.set(tenant, change, again ? tenant.groups_delta : delta, at);
  }
}

/** A completed round of a phase. */
interface Round {
  /** Whether it proves that entries which it did not have are gone. */
  readonly sweeps: boolean;
  /** Whether the next import reads the same changes again. */
  readonly again: boolean;
  /** The link of the next round of changes. */
  readonly delta: string | null;
}
