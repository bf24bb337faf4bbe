import { randomFrom } from '../random.ts';

export const DESKS = 3;
/** Few, so that desks often meet. */
const USERS = 4;
const ROUNDS = 5;

export type Operation =
  | { readonly name: 'enroll'; readonly user: number; readonly serial: string }
  | { readonly name: 'assign'; readonly user: number }
  | { readonly name: 'lost'; readonly serial: string };

/** What happens while a desk does one operation. */
export type Fault =
  | { readonly name: 'none' }
  /** SIGKILL after a time, in ms. The desk starts again. */
  | { readonly name: 'kill'; readonly after: number }
  /** The connection to the record ends at the n-th packet, which is lost. */
  | { readonly name: 'cut'; readonly direction: 'to-server' | 'to-client'; readonly at: number }
  /** The record cannot be reached for some time, in ms, which begins after another. */
  | { readonly name: 'away'; readonly after: number; readonly time: number }
  /** The tenant carries a registration out, and its answer is lost; or it is busy. */
  | { readonly name: 'tenant'; readonly how: 'lost-answer' | 'busy' };

export interface Step {
  readonly operation: Operation;
  readonly fault: Fault;
}

/** In each round, each desk does one step, all at the same time. */
export type EnrollmentPlan = readonly (readonly Step[])[];

/** Returns the history of a seed. */
export function enrollmentPlan(seed: number): EnrollmentPlan {
  const random = randomFrom(seed);
  const upTo = (most: number) => Math.floor(random() * most);
  const serials: string[] = [];
  const operation = (desk: number, round: number): Operation => {
    const kind = random();
    const [lost] = serials.slice(upTo(serials.length));
    if (kind < 0.12 && lost !== undefined) return { name: 'lost', serial: lost };
    if (kind < 0.25) return { name: 'assign', user: upTo(USERS) };
    const serial = `28${desk}4197${String(round).padStart(2, '0')}`;
    serials.push(serial);
    return { name: 'enroll', user: upTo(USERS), serial };
  };
  const fault = (): Fault => {
    const kind = random();
    if (kind < 0.3) return { name: 'none' };
    if (kind < 0.55) return { name: 'kill', after: upTo(600) };
    if (kind < 0.75) return { name: 'cut', direction: random() < 0.5 ? 'to-server' : 'to-client', at: 1 + upTo(40) };
    if (kind < 0.9) return { name: 'away', after: upTo(200), time: upTo(1500) };
    return { name: 'tenant', how: random() < 0.5 ? 'lost-answer' : 'busy' };
  };
  return Array.from({ length: ROUNDS }, (_, round) =>
    Array.from({ length: DESKS }, (_, desk) => ({ operation: operation(desk, round), fault: fault() })),
  );
}
