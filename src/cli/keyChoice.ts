import type { ContractRouterClient } from '@orpc/contract';
import type { Command } from 'commander';
import type { Contract } from '../contract/contract.ts';
import { KeydeskError } from '../contract/errors/errors.ts';
import type { Failure } from '../contract/errors/failure.ts';
import { wordsFor } from '../contract/errors/words.ts';
import { cleanPasted } from '../contract/text/pasted.ts';
import { wordsOf } from '../words/say.ts';
import { tell } from './output.ts';
import { canAsk } from './pinInput.ts';
import { firstOf } from './stream.ts';

interface Asking {
  readonly client: ContractRouterClient<Contract>;
  readonly signal: AbortSignal;
}

/** The value of `--key` that means a choice by touch. */
const TOUCH = 'touch';

/**
 * Lets the person choose one of several keys by touching it: with `--key touch`, or if no key is given and there is a
 * terminal. Sets the option `key` of the command to the chosen key.
 * @throws KeydeskError touch-timeout, …
 */
export async function chooseKey(command: Command, session: Asking): Promise<void> {
  const { key } = command.opts<{ key?: string }>();
  const byTouch = key !== undefined && cleanPasted(key) === TOUCH;
  if (!byTouch && (key !== undefined || !canAsk())) return;
  const plugged = await firstOf(await session.client.keys.watch());
  if (plugged.length > 1) tell(wordsOf('commandLine').severalKeys);
  if (plugged.length > 1 || byTouch) command.setOptionValue('key', await touchedKey(session));
}

async function touchedKey({ client, signal }: Asking): Promise<string> {
  for await (const event of await client.keys.chooseByTouch(undefined, { signal })) {
    if (event.type === 'chosen') return event.keyId;
    if (event.type === 'apart') {
      const { message, next } = wordsFor(event.failure, 'command');
      tell(wordsOf('commandLine').notByTouch({ key: event.keyId, message, next }));
    }
    if (event.type === 'failed') throw thrown(event.failure);
  }
  throw new KeydeskError('cancelled');
}

function thrown({ code, params, cause }: Failure): KeydeskError {
  return new KeydeskError(code, params, { cause: cause?.join(' <- ') });
}
