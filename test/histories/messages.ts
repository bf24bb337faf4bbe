import type { OperationName } from './plan.ts';

/** What the runner asks a desk's process. */
export type Question =
  | {
      readonly ask: 'open';
      readonly folder: string;
      /** How wrong the desk's clock is, in ms. */
      readonly clock: number;
      /** The port at which it finds the record. */
      readonly port: number;
    }
  | {
      readonly ask: 'do';
      readonly operation: OperationName;
      readonly id: string;
      readonly user: number;
      readonly item: number;
      /** Ends the process at this moment, counted from 1 (killPoints.ts). */
      readonly killAt?: number | undefined;
    }
  /** Brings the desk up to date, and lets everything that waits take its way. */
  | { readonly ask: 'settle' }
  /** Gives the record back what it lost. */
  | { readonly ask: 'bringBack' }
  | { readonly ask: 'close' };

export interface Answer {
  readonly n: number;
  /** The code of the error; undefined if it was done. */
  readonly code?: string | undefined;
  /** For an error of no code, its text. */
  readonly detail?: string | undefined;
  readonly value?: string | undefined;
}
