import type { ResetStep } from '../contract/keys/management.ts';
import type { Session } from './session.ts';

const PRACTICE = 'practice';

/** Returns whether an id is one of a practice key, such as `practice` or `practice:2`. */
export function isPracticeId(keyId: string): boolean {
  return keyId.split(':')[0] === PRACTICE;
}

/** Returns whether a command uses the practice key: the named one, or the only one that is plugged in. */
export async function isPracticeKey({ client, signal }: Session, key: string | undefined): Promise<boolean> {
  if (key !== undefined) return isPracticeId(key);
  for await (const keys of await client.keys.watch(undefined, { signal }))
    return keys.length > 0 && keys.every(({ id }) => isPracticeId(id));
  return false;
}

/** Unplugs the practice key or plugs it in, because a person cannot do that by hand. A touch is automatic. */
export async function playStep({ client }: Session, step: ResetStep): Promise<void> {
  if (step === 'remove') await client.practice.remove();
  if (step === 'insert') await client.practice.insert();
}
