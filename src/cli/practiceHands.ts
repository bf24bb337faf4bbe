import type { ResetStep } from '../contract/keys/management.ts';
import type { Session } from './session.ts';

const PRACTICE = 'practice';

/** Returns whether a command uses the practice key: the named one, or the only one that is plugged in. */
export async function isPracticeKey({ client, signal }: Session, key: string | undefined): Promise<boolean> {
  if (key !== undefined) return key === PRACTICE;
  for await (const keys of await client.keys.watch(undefined, { signal }))
    return keys.length > 0 && keys.every(({ id }) => id === PRACTICE);
  return false;
}

/** Unplugs the practice key or plugs it in, because a person cannot do that by hand. A touch is automatic. */
export async function playStep({ client }: Session, step: ResetStep): Promise<void> {
  if (step === 'remove') await client.practice.remove();
  if (step === 'insert') await client.practice.insert();
}
