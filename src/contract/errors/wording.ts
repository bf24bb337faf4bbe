import type { ErrorCode, ErrorParams } from './errors.ts';

/** What a person reads: what happened, and what to do next. */
export interface Words {
  message: string;
  next: string;
}

/**
 * Where it is read: in the window, at the command line, or among the results of Check connection. What can be done next may differ:
 * a window has buttons, the command line has commands.
 */
export type Face = 'window' | 'command' | 'check';

/** `next` stands where a face has nothing of its own. */
export interface FacedWords extends Words {
  at?: Partial<Record<Face, string>>;
}

export type Say = (params: ErrorParams) => FacedWords;

export function words(message: string, next: string, at?: FacedWords['at']): Say {
  return () => ({ message, next, ...(at === undefined ? {} : { at }) });
}

/** Returns one entry a code, all with the same value. */
export function each<const Code extends ErrorCode, const Value>(
  codes: readonly Code[],
  value: Value,
): Record<Code, Value> {
  return Object.fromEntries(codes.map(code => [code, value])) as Record<Code, Value>;
}

/** A length of time in words, for `seconds`: seconds up to two minutes, then minutes, then hours. */
export function duration(seconds: number): string {
  if (seconds < 120) return `${Math.ceil(seconds)} s`;
  if (seconds < 7200) return `${Math.ceil(seconds / 60)} min`;
  return `${Math.ceil(seconds / 3600)} h`;
}

export function quote(value: ErrorParams[string] | undefined): string {
  return value === undefined || value === null ? '' : `“${value}”`;
}

/** With what Graph said itself, and the number of the request. */
export function graphSaid(message: string, next: string, params: ErrorParams): Words {
  const said = params.graphMessage ? ` It says: “${params.graphMessage}”` : '';
  const request = params.requestId ? ` (request ${params.requestId})` : '';
  return { message: `${message}${said}${request}`, next };
}
