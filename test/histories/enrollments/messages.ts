import type { EnrollingOperation } from './plan.ts';

/** What the runner asks a desk's process. */
export type EnrollingQuestion =
  | {
      readonly ask: 'open';
      readonly folder: string;
      readonly graph: { readonly graphUrl: string; readonly token: string };
    }
  | {
      readonly ask: 'do';
      readonly operation: EnrollingOperation;
      readonly user: string;
      readonly key: { readonly stateFile: string; readonly serial: string };
      /** Ends the process at this moment, counted from 1 (killPoints.ts). */
      readonly killAt?: number | undefined;
    }
  /** Lets everything that waits take its way. */
  | { readonly ask: 'settle' }
  | { readonly ask: 'close' };
