import { randomFrom } from './random.ts';

/** The kinds of history, with how often each of them comes. The rare ones need a server of their own, or whole desks. */
export const kinds = {
  /** Desks killed at a write or a query, connections cut, answers lost, restarts. All desks are in the runner's process. */
  quick: 850,
  /** The same with desks as processes, with their workflows, and with clocks that are wrong by hours. */
  mix: 80,
  /** A data folder is replaced by a copy of an hour before. */
  backup: 20,
  /** A data folder is copied to a second computer, and both go on. */
  twins: 10,
  /** The server stops at once and starts again. */
  server: 10,
  /** A synchronous replica is promoted. */
  replica: 8,
  /** An asynchronous replica is promoted that lacks the last transactions. */
  lossy: 10,
  /** The disk of a desk is full for a while. */
  disk: 10,
  /** The disk of the server is full for a while. */
  serverDisk: 5,
  /** Whole enrollments, with software keys and a simulated tenant (enrollments/). */
  enrollments: 10,
} as const;

export type Kind = keyof typeof kinds;
export const kindNames = Object.keys(kinds) as Kind[];

/** The kinds that need small disks. */
export const diskKinds: readonly Kind[] = ['disk', 'serverDisk'];

/** What a desk does. Each is made of Keydesk's own functions (operations.ts). */
export type OperationName = 'activate' | 'enroll' | 'lost' | 'code' | 'row' | 'log' | 'engine';

/** What happens to one desk while it does one operation. */
export type Fault =
  | { readonly name: 'none' }
  /** SIGKILL at the n-th moment: before or after a statement that writes, a query of the record, or its answer. */
  | { readonly name: 'kill'; readonly at: number }
  /** The connection ends at the n-th packet, which is lost. */
  | { readonly name: 'cut-to-server' | 'cut-to-client'; readonly at: number }
  /** No connection for some time, in ms. */
  | { readonly name: 'away'; readonly time: number }
  | { readonly name: 'restart' }
  /** Of the whole history, at this step of one desk: what the kind is about. */
  | { readonly name: 'event' };

export interface Step {
  readonly id: string;
  readonly operation: OperationName;
  readonly user: number;
  readonly item: number;
  readonly fault: Fault;
}

export interface Plan {
  readonly seed: number;
  readonly kind: Kind;
  /** How many bytes a disk that is full has left. */
  readonly free: number;
  /** For each desk: how wrong its clock is, in ms, and its steps. */
  readonly desks: readonly { readonly clock: number; readonly steps: readonly Step[] }[];
}

export const DESKS = 3;
export const STEPS = 4;
export const USERS = 3;
export const KEYS = 3;
export const CODES = 3;
export const ROWS = 8;
const HOUR = 3600_000;

const operations: readonly (readonly [OperationName, number])[] = [
  ['activate', 25],
  ['enroll', 25],
  ['lost', 8],
  ['code', 10],
  ['row', 10],
  ['log', 10],
  ['engine', 12],
];

/** Returns what shall happen in the history of a seed. The order in which desks and faults meet is not part of it. */
export function planOf(seed: number, allowed: readonly Kind[] = kindNames): Plan {
  const random = randomFrom(seed);
  const kind = weighted(
    random,
    allowed.map(name => [name, kinds[name]] as const),
  );
  const desks = Array.from({ length: DESKS }, (_, desk) => ({
    clock: random() < 0.3 ? Math.round((random() - 0.5) * 48 * HOUR) : 0,
    steps: Array.from({ length: STEPS }, (_unused, step) => ({
      id: uuidFrom(seed, desk, step),
      operation: weighted(random, operations),
      user: below(random, USERS),
      item: below(random, 8),
      fault:
        kind !== 'mix' && kind !== 'quick' && desk === 0 && step === STEPS / 2
          ? ({ name: 'event' } as const)
          : faultFrom(random),
    })),
  }));
  return { seed, kind, free: below(random, 12) * 4096, desks };
}

function faultFrom(random: () => number): Fault {
  const what = random();
  if (what < 0.16) return { name: 'kill', at: 1 + below(random, 30) };
  if (what < 0.27) return { name: 'cut-to-server', at: 1 + below(random, 6) };
  if (what < 0.38) return { name: 'cut-to-client', at: 1 + below(random, 6) };
  if (what < 0.42) return { name: 'away', time: 20 + below(random, 200) };
  if (what < 0.46) return { name: 'restart' };
  return { name: 'none' };
}

function below(random: () => number, limit: number): number {
  return Math.floor(random() * limit);
}

function weighted<T extends string>(random: () => number, choices: readonly (readonly [T, number])[]): T {
  const total = choices.reduce((sum, [, weight]) => sum + weight, 0);
  let left = random() * total;
  for (const [name, weight] of choices) {
    left -= weight;
    if (left < 0) return name;
  }
  return choices.at(-1)?.[0] as T;
}

/** An id that says where it comes from. */
function uuidFrom(seed: number, desk: number, step: number): string {
  const hex = (value: number, width: number) => value.toString(16).padStart(width, '0').slice(-width);
  return `${hex(seed, 8)}-0000-4000-8000-${hex(desk, 4)}${hex(step, 8)}`;
}
