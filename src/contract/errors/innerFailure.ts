import { type Failure, failureSchema } from './failure.ts';

/** Encodes a failure as a parameter of another one, which says it as its reason. */
export function failureParam({ code, params }: Failure): string {
  return JSON.stringify({ code, params });
}

/** Returns the message of a failure that is stored as a parameter; empty if it cannot be read, for example because another version wrote it. */
export function innerMessage(param: unknown, messageOf: (failure: Failure) => string): string {
  try {
    return messageOf(failureSchema.parse(JSON.parse(String(param))));
  } catch {
    // The failure says the rest without it.
    return '';
  }
}
