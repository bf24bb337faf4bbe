import { randomFrom } from '../random.ts';

/** What a desk does. Each is a procedure of Keydesk, with a software key where one is needed. */
export type EnrollingOperation = 'enroll' | 'lost' | 'assign';

/** What happens while a desk does one operation. */
export type EnrollingFault =
  | { readonly name: 'none' }
  /** SIGKILL at the n-th moment: before or after a statement that writes, a query of the record, or its answer. */
  | { readonly name: 'kill'; readonly at: number }
  /** SIGKILL while Graph carries out the registration. */
  | { readonly name: 'kill-at-post' }
  /** The desk has no record for some time, in ms: at once, or from the registration on. */
  | { readonly name: 'away' | 'away-at-post'; readonly time: number }
  /** The connection to the record ends at the n-th packet, which is lost. */
  | { readonly name: 'cut-to-server' | 'cut-to-client'; readonly at: number }
  /** The answer of a request to Graph that changes passkeys is lost: before it is carried out, or after. */
  | { readonly name: 'graph-before' | 'graph-after' }
  /** The desk is closed and started again. */
  | { readonly name: 'restart' }
  /** The server of the record stops at once, and starts again. */
  | { readonly name: 'server' };

export interface EnrollingStep {
  readonly operation: EnrollingOperation;
  /** The number of a user of the tenant, from 1. */
  readonly user: number;
  /** The number of a key. All desks share the keys. */
  readonly key: number;
  readonly fault: EnrollingFault;
}

/** A fault that the history does on purpose, to show that the checker finds it. */
export type Sabotage =
  /** All desks forget their enrollments before they start for the last time, so that they record nothing later. */
  | 'forgotten'
  /** A passkey of an active assignment disappears from the tenant. */
  | 'deleted';

export interface EnrollingPlan {
  readonly seed: number;
  /** The steps of each desk. */
  readonly desks: readonly (readonly EnrollingStep[])[];
  readonly sabotage?: Sabotage;
}

const STEPS = 3;
const USERS = 3;
const KEYS = 4;

/** Returns what shall happen in the history of a seed. The order in which desks and faults meet is not part of it. */
export function enrollingPlanOf(seed: number): EnrollingPlan {
  const random = randomFrom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const hasOwnServer = random() < 0.25;
  const count = random() < 0.6 ? 2 : 3;
  const desks = Array.from({ length: count }, (_, desk) =>
    Array.from({ length: STEPS }, (_unused, step) => {
      const operation = operationFrom(random());
      const user = 1 + below(USERS);
      const key = below(KEYS);
      const fault = faultFrom(random(), below);
      const isServer = hasOwnServer && desk === 0 && step === 1;
      return { operation, user, key, fault: isServer ? ({ name: 'server' } as const) : fault };
    }),
  );
  return { seed, desks };
}

function operationFrom(what: number): EnrollingOperation {
  if (what < 0.74) return 'enroll';
  return what < 0.9 ? 'lost' : 'assign';
}

function faultFrom(what: number, below: (limit: number) => number): EnrollingFault {
  if (what < 0.22) return { name: 'kill', at: 1 + below(90) };
  if (what < 0.3) return { name: 'kill-at-post' };
  if (what < 0.42) return { name: 'away-at-post', time: 20 + below(1500) };
  if (what < 0.48) return { name: 'away', time: 20 + below(600) };
  if (what < 0.57) return { name: 'cut-to-server', at: 1 + below(20) };
  if (what < 0.66) return { name: 'cut-to-client', at: 1 + below(20) };
  if (what < 0.74) return { name: 'graph-after' };
  if (what < 0.78) return { name: 'graph-before' };
  if (what < 0.82) return { name: 'restart' };
  return { name: 'none' };
}
