/** A group of users from the whole tenant. */
export interface Team {
  readonly id: string;
  readonly displayName: string;
  readonly groups: readonly Team[];
  readonly department: null;
  /** Starts at 0. */
  readonly index: number;
}

/** The teams of one user, as offsets from the first of them. */
const STEPS = [0, 613, 1327];
/** Every tenth team contains the next one. */
const NESTED_EVERY = 10;

/**
 * Creates teams 1 to `count`. Some contain another, and the first two contain each other, because real tenants have
 * such cycles. `idOf` derives an id from a name.
 */
export function createTeams(count: number, idOf: (name: string) => string): Team[] {
  const teams = Array.from({ length: count }, (_, index) => {
    const displayName = `Team ${index + 1}`;
    return { id: idOf(displayName), displayName, groups: [] as Team[], department: null, index };
  });
  for (const { index, groups } of teams) {
    const next = teams[index + 1];
    if (index % NESTED_EVERY === 0 && next !== undefined) groups.push(next);
    if (index === 1 && teams[0] !== undefined) groups.push(teams[0]);
  }
  return teams;
}

/** Returns the numbers of a team's members among users 1 to `users`. */
export function teamMembers({ index }: Team, teams: number, users: number): number[] {
  const numbers = new Set<number>();
  for (const step of STEPS) {
    const first = (((index - step) % teams) + teams) % teams;
    for (let n = first === 0 ? teams : first; n <= users; n += teams) numbers.add(n);
  }
  return [...numbers].sort((a, b) => a - b);
}

/** Returns the teams of the n-th user. */
export function teamsOf(n: number, teams: readonly Team[]): Team[] {
  if (teams.length === 0) return [];
  const indices = new Set(STEPS.map(step => (n + step) % teams.length));
  return [...indices].flatMap(index => teams[index] ?? []);
}
