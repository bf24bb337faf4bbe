import type { DatabaseSync } from 'node:sqlite';
import type { ImportCounts, ImportPhase } from '../../../../contract/directory/schema.ts';
import type { Failure } from '../../../../contract/errors/failure.ts';
import { Batch } from './batch.ts';
import { DeskTables } from './desk.ts';
import { createGroupIndex } from './groupIndex.ts';
import { metGroups } from './groupRound.ts';
import { groupWriter } from './groupWriter.ts';
import { ImportPhases } from './importPhases.ts';
import type { ImportPage, ImportPosition, PageEnd, PhaseToSkip } from './importPosition.ts';
import { ImportRows } from './importRows.ts';
import { registrationWriter } from './registrationWriter.ts';
import { renameTenant } from './renameTenant.ts';
import { RoundDoubts } from './roundDoubts.ts';
import { TenantKeys } from './tenantKeys.ts';
import { phaseColumns, phasesAnew, type TenantRow } from './tenantRow.ts';
import { metUsers } from './userRound.ts';
import { userWriter } from './userWriter.ts';

/**
 * Writes an import in transactions of several pages, each with the link at which it continues. So an interrupted import continues there,
 * and everything committed stays. One import per tenant at a time.
 *
 * Removes entries only with one of these proofs (docs/import.md): Graph says `@removed`, or two complete full rounds in a row did not have
 * the entry.
 */
export class DirectoryWriter {
  readonly #db: DatabaseSync;
  readonly #writeUsers: ReturnType<typeof userWriter>;
  readonly #writeGroups: ReturnType<typeof groupWriter>;
  readonly #writeRegistrations: ReturnType<typeof registrationWriter>;
  readonly #batch: Batch;
  readonly #keys: TenantKeys;
  readonly #rows: ImportRows;
  readonly #phases: ImportPhases;
  readonly #doubts: RoundDoubts;
  /** Set after a page was lost or its phase restarts: later pages would leave a gap. */
  #gap = false;

  constructor(db: DatabaseSync, desk = new DeskTables(db)) {
    this.#db = db;
    this.#keys = new TenantKeys(db, () => desk.names());
    this.#batch = new Batch(db);
    this.#writeUsers = userWriter(db);
    this.#writeGroups = groupWriter(db);
    this.#writeRegistrations = registrationWriter(db);
    this.#rows = new ImportRows(db, this.#keys);
    this.#phases = new ImportPhases(db, this.#rows);
    this.#doubts = new RoundDoubts({
      users: tenant => [metUsers(db, tenant)],
      groups: tenant => metGroups(db, tenant),
    });
  }

  /**
   * Begins an import, or continues an interrupted one. A continued import first reads the changes of users, so that new users arrive even
   * if a later phase fails repeatedly. `full` reads everything again.
   */
  begin(key: string, full: boolean): ImportPosition {
    this.#batch.commit();
    this.#gap = false;
    this.#doubts.clear();
    return this.#batch.write(() => {
      renameTenant(this.#db, this.#keys, key);
      this.#db.prepare('INSERT INTO tenants (key) VALUES (?) ON CONFLICT DO NOTHING').run(this.#keys.current(key));
      const tenant = this.#rows.tenant(key);
      if (tenant.import !== null && tenant.phase !== null && !full) this.#continue(key, tenant);
      else this.#beginNew(key, tenant, full);
      return this.#rows.position(this.#rows.tenant(key));
    }, true);
  }

  #continue(key: string, tenant: TenantRow): void {
    this.#rows.setFailure(tenant, undefined);
    this.#rows.set(tenant, "phase = 'users'");
    // An earlier round may be days old, so it does not count as one of the two rounds.
    for (const phase of phasesAnew(tenant)) {
      if (tenant[phaseColumns[phase].link] === null) this.#phases.readAnew(key, phase);
    }
  }

  #beginNew(key: string, tenant: TenantRow, full: boolean): void {
    const anew: ImportPhase[] = [
      ...(full || tenant.users_delta === null ? (['users'] as const) : []),
      ...(full || tenant.groups_delta === null ? (['groups'] as const) : []),
    ];
    this.#rows.add(tenant, anew.includes('users'));
    if (full) this.#rows.set(tenant, 'registrations_at = NULL, registrations_link = NULL');
    for (const phase of anew) this.#phases.readAnew(key, phase);
  }

  /**
   * Writes one page. Returns undefined when the import has ended. The next page may be passed before the result: if a page fails, the pages
   * after it fail too, until the import is continued.
   */
  write(key: string, page: ImportPage, end: PageEnd): ImportPosition | undefined {
    if (this.#gap) throw new Error('a page before this one was not written');
    this.#gap = true;
    const position = this.#batch.write(() => this.#write(key, page, end), end.next === undefined);
    this.#gap = position?.doubt !== undefined;
    return position;
  }

  /** Records why an import stopped. It can be continued. Undefined if a person stopped it. */
  stop(key: string, failure: Failure | undefined): void {
    this.#batch.commit();
    this.#batch.write(() => {
      this.#rows.setFailure(this.#rows.tenant(key), failure);
      createGroupIndex(this.#db);
    }, true);
  }

  /**
   * Reads a phase from its beginning, because Graph's delta link has expired, or its last round was in doubt. With `union`, entries of the
   * last full round count as met by this one too.
   */
  restart(key: string, phase: ImportPhase, union: boolean): ImportPosition {
    this.#batch.commit();
    this.#gap = false;
    return this.#batch.write(() => {
      const tenant = this.#rows.tenant(key);
      if (union && phasesAnew(tenant).includes(phase)) {
        this.#rows.set(tenant, `${phaseColumns[phase].link} = NULL`);
      } else {
        this.#doubts.forget(phase);
        this.#phases.readAnew(key, phase);
      }
      if (phase === 'groups') this.#rows.resetGroupCounts(tenant);
      return this.#rows.position(this.#rows.tenant(key));
    }, true);
  }

  /** Skips a phase that may not be read, and records why. Returns undefined when the import has ended. Removes nothing of that phase. */
  skip(key: string, phase: PhaseToSkip, failure: Failure): ImportPosition | undefined {
    this.#batch.commit();
    this.#gap = false;
    return this.#batch.write(() => {
      this.#phases.skip(this.#rows.tenant(key), phase, failure);
      return this.#rows.positionOf(key);
    }, true);
  }

  /** Sets the tenant's current name in its row. */
  rename(key: string): void {
    this.#batch.commit();
    this.#batch.write(() => renameTenant(this.#db, this.#keys, key), true);
  }

  /** Returns the counts of an import so far. */
  counts(importNumber: number): ImportCounts {
    return this.#rows.counts(importNumber);
  }

  #write(key: string, page: ImportPage, end: PageEnd): ImportPosition | undefined {
    const { phase } = page;
    if ((page.leftOut ?? 0) > 0) this.#rows.set(this.#rows.tenant(key), "partial = partial || ',' || ?", phase);
    const tenant = this.#rows.tenant(key);
    const position = this.#rows.position(tenant);
    if (position.phase !== phase) throw new Error(`the import stands at ${position.phase}`);
    const whole = phasesAnew(tenant).includes(phase);
    const counts = this.#apply(tenant, page, whole);
    const doubt = end.next === undefined ? this.#doubts.of(tenant, phase, whole, end.delta) : undefined;
    if (doubt !== undefined) this.#rows.set(tenant, `${phaseColumns[phase].link} = NULL`);
    else if (end.next === undefined) counts.left += this.#phases.close(tenant, position, whole, end.delta);
    else this.#rows.set(tenant, `${phaseColumns[phase].link} = ?`, end.next);
    this.#rows.count(tenant, position.import, counts);
    // A round without changes leaves every list unchanged. The end of a phase may settle what its pages brought.
    const settles = end.next === undefined && (whole || position.counts.new + counts.new > 0);
    if (page.items.length > 0 || settles) this.#rows.renew(tenant);
    const after = this.#rows.positionOf(key);
    return after && { ...after, doubt };
  }

  #apply(tenant: TenantRow, page: ImportPage, whole: boolean): ImportCounts {
    switch (page.phase) {
      case 'users':
        return this.#writeUsers(tenant, page.items, whole);
      case 'groups':
        return this.#writeGroups(tenant, page.items);
      case 'registrations':
        return this.#writeRegistrations(tenant, page.items);
    }
  }
}
