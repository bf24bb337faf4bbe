import type { ErrorCode } from './errors.ts';

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

/** Returns one entry a code, all with the same value. */
export function each<const Code extends ErrorCode, const Value>(
  codes: readonly Code[],
  value: Value,
): Record<Code, Value> {
  return Object.fromEntries(codes.map(code => [code, value])) as Record<Code, Value>;
}
