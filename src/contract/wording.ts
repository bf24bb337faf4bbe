import type { ErrorParams } from './errors.ts';

/** What a person reads: what happened, and what to do next. */
export interface Words {
  message: string;
  next: string;
}

export type Say = (params: ErrorParams) => Words;

export function words(message: string, next: string): Say {
  return () => ({ message, next });
}

export function quote(value: ErrorParams[string] | undefined): string {
  return value === undefined || value === null ? '' : `“${value}”`;
}
