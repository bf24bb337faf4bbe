import type { ImportCounts, ImportPhase } from '../../../contract/directory.ts';

/** A row of the table tenants, as far as it concerns an import. */
export interface TenantRow {
  readonly n: number;
  readonly generation: number;
  readonly import: number | null;
  readonly phase: ImportPhase | null;
  readonly link: string | null;
  readonly users_at: string | null;
  readonly users_delta: string | null;
  readonly groups_delta: string | null;
  readonly registrations_at: string | null;
}

/** What nothing at all brought. */
export const nothingCounted: ImportCounts = {
  new: 0,
  changed: 0,
  left: 0,
  groups: 0,
  memberships: 0,
  registrations: 0,
};
