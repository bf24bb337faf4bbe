import type { ErrorCode } from './errors.ts';

/** The text for a person: what happened, and what to do next. */
export interface Words {
  message: string;
  next: string;
}

/**
 * Where the text appears: in the window, on the command line, or among the results of a check of the connection in one of
 * the two. The next step may differ: a window has buttons, the command line has commands.
 */
export type Face = 'window' | 'command' | 'check' | 'command-check';

/** Returns an object with one entry per code, all with the same value. */
export function each<const Code extends ErrorCode, const Value>(
  codes: readonly Code[],
  value: Value,
): Record<Code, Value> {
  return Object.fromEntries(codes.map(code => [code, value])) as Record<Code, Value>;
}
