import type { ImportCounts, ImportPhase } from '../../../../contract/directory/schema.ts';
import type { GroupNews, Registration, UserNews } from '../../../services/graph/delta.ts';
import { phaseColumns, phasesAnew, type TenantRow } from './tenantRow.ts';

/** A phase to read, and the link at which it starts. Without a link it starts from the beginning. */
export interface PhaseStart {
  readonly phase: ImportPhase;
  readonly link: string | undefined;
}

/** The position of an import: what it reads next, and the phases after that. */
export interface ImportPosition extends PhaseStart {
  readonly import: number;
  readonly full: boolean;
  readonly later: readonly PhaseStart[];
  readonly counts: ImportCounts;
  /** Set if the round that just ended is no proof yet. Then the phase must be read again with `restart`. */
  readonly doubt?: RoundDoubt | undefined;
}

/** Why one round is not enough. */
export interface RoundDoubt {
  /** If true, Graph called the round complete, but it missed `known - met` entries. Otherwise Graph did not say that it is complete. */
  readonly complete: boolean;
  readonly what: string;
  readonly met?: number;
  readonly known?: number;
}

/** The link after a page of Graph. */
export interface PageEnd {
  readonly next: string | undefined;
  readonly delta: string | undefined;
}

export type ImportPage = { /** Entries that could not be read. */ readonly leftOut?: number } & (
  | { readonly phase: 'users'; readonly items: readonly UserNews[] }
  | { readonly phase: 'groups'; readonly items: readonly GroupNews[] }
  | { readonly phase: 'registrations'; readonly items: readonly Registration[] }
);

/** Phases that an import can skip. */
export type PhaseToSkip = Exclude<ImportPhase, 'users'>;

/** How old the report of registrations may be, in ms. It has no rounds of changes, so it is read completely each time. */
const REGISTRATIONS_LIVE = 24 * 3600 * 1000;

/** Returns the link at which a phase continues: within a round, or after the last one; undefined if the phase is read completely. */
export function linkOf(tenant: TenantRow, phase: ImportPhase): string | undefined {
  const deltas = { users: tenant.users_delta, groups: tenant.groups_delta, registrations: null };
  const begun = tenant[phaseColumns[phase].link];
  return begun ?? (phasesAnew(tenant).includes(phase) ? undefined : (deltas[phase] ?? undefined));
}

/** Returns the phases after this one, for an import that started at `startedAt`. */
export function laterPhases(tenant: TenantRow, phase: ImportPhase, startedAt: string): PhaseStart[] {
  const { registrations_at } = tenant;
  const age =
    registrations_at === null ? Number.POSITIVE_INFINITY : Date.parse(startedAt) - Date.parse(registrations_at);
  const phases: ImportPhase[] = age < REGISTRATIONS_LIVE ? ['groups'] : ['groups', 'registrations'];
  return phases.slice({ users: 0, groups: 1, registrations: 2 }[phase]).map(later => ({
    phase: later,
    link: linkOf(tenant, later),
  }));
}
