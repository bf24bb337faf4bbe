import { type ImportCounts, type ImportPhase, importPhases } from '../../../../contract/directory/schema.ts';

/** The columns of a row of the table tenants that an import uses. */
export interface TenantRow {
  readonly n: number;
  readonly generation: number;
  readonly groups_generation: number;
  readonly import: number | null;
  readonly phase: ImportPhase | null;
  /** The link at which the phase of users continues. */
  readonly link: string | null;
  readonly groups_link: string | null;
  readonly registrations_link: string | null;
  /** The phases that the running import reads completely, separated by commas. */
  readonly anew: string;
  /** The phases in whose running round an entry could not be read, separated by commas. */
  readonly partial: string;
  /** The number of present users. */
  readonly users: number;
  readonly users_at: string | null;
  readonly users_delta: string | null;
  readonly groups_delta: string | null;
  readonly registrations_at: string | null;
}

/** The columns with the link at which each phase continues, and the link of its next round of changes. */
export const phaseColumns = {
  users: { link: 'link', refused: null, generation: 'generation' },
  groups: { link: 'groups_link', refused: 'groups_refused', generation: 'groups_generation' },
  registrations: { link: 'registrations_link', refused: 'registrations_refused', generation: null },
} as const;

/** Returns the phases that the running import reads completely. */
export function phasesAnew({ anew }: Pick<TenantRow, 'anew'>): ImportPhase[] {
  return importPhases.filter(phase => anew.split(',').includes(phase));
}

/** Returns whether the running round of a phase has unreadable entries. Then an entry that it misses may be an unreadable one. */
export function isPartial({ partial }: Pick<TenantRow, 'partial'>, phase: ImportPhase): boolean {
  return partial.split(',').includes(phase);
}

/** The counts of an import that brought nothing. */
export const nothingCounted: ImportCounts = {
  new: 0,
  changed: 0,
  left: 0,
  groups: 0,
  memberships: 0,
  registrations: 0,
};
