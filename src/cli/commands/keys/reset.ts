import type { Command } from 'commander';
import { mayBeOn } from '../../../contract/enrollment/schema.ts';
import type { ResetEvent } from '../../../contract/keys/management.ts';
import { print, printFailure, tell } from '../../output.ts';
import { type Session, withCore } from '../../session.ts';
import { erasedLines, tellKnownPasskeys } from './erased.ts';
import { type KeyOptions, keyOption, refOf } from './options.ts';

type ResetOptions = KeyOptions & { confirm: string; unfinished?: string[] };

/** `keydesk keys reset`: erases a key, led step by step. */
export function addReset(keys: Command): void {
  keys
    .command('reset')
    .description('erase a key: every passkey on it, its PIN and its settings')
    .addOption(keyOption())
    .requiredOption('--confirm <name>', 'the name of the key, as keys list shows it: nothing is erased by mistake')
    .option(
      '--unfinished <id...>',
      'unfinished enrollments (see enrollments) that were made on this key, where the key does not show it: they are closed',
    )
    .action((options: ResetOptions, command: Command) =>
      withCore(command, { key: options.key, cleansUp: true }, async session => {
        const { confirm, unfinished } = options;
        const request = { ...refOf(options), confirm, ...(unfinished === undefined ? {} : { unfinished }) };
        await tellKnownPasskeys(session, options);
        if (unfinished === undefined) await tellUnfinished(session, options);
        const practice = await isPractice(session, options);
        const events = await session.client.keys.reset(request, { signal: session.signal });
        for await (const event of events) {
          if (event.type === 'step' && practice) await playStep(session, event);
          else await follow(session, event);
        }
      }),
    );
}

/** Names on stderr the unfinished enrollments that may have been made on this key, which shows none. */
async function tellUnfinished({ client }: Session, options: KeyOptions): Promise<void> {
  try {
    const { aaguid } = await client.keys.info(refOf(options));
    for (const { enrollmentId, userPrincipalName, ...entry } of await client.enrollment.unfinished()) {
      if (!mayBeOn(entry, aaguid)) continue;
      tell(`An unfinished enrollment of ${userPrincipalName} may have been made on this key. If it was, close it`);
      tell(
        `with this reset by --unfinished ${enrollmentId}, or afterwards: keydesk enrollments discard --id ${enrollmentId}`,
      );
    }
  } catch {
    // The reset itself says what is wrong with the key.
  }
}

const PRACTICE = 'practice';

async function isPractice({ client, signal }: Session, { key }: KeyOptions): Promise<boolean> {
  if (key !== undefined) return key === PRACTICE;
  for await (const keys of await client.keys.watch(undefined, { signal }))
    return keys.every(({ id }) => id === PRACTICE);
  return false;
}

/** No hand takes a practice key out and puts it in again, so the command does. */
async function playStep({ client }: Session, { step }: Extract<ResetEvent, { type: 'step' }>): Promise<void> {
  if (step === 'remove') await client.practice.remove();
  if (step === 'insert') await client.practice.insert();
}

const stepWords = {
  remove: 'Take the key out.',
  insert: 'Plug it in again, and touch it as soon as it blinks.',
  touch: 'Touch the button on the key now.',
};
const longTouchWords = {
  remove: 'Take the key out. This key is erased by a touch of ten seconds.',
  insert: 'Plug it in again. As soon as it blinks, touch it and hold your finger on it for ten seconds.',
  touch: 'Touch the button on the key now, and hold your finger on it for ten seconds.',
};

async function follow(session: Session, event: ResetEvent): Promise<void> {
  const { json } = session;
  switch (event.type) {
    case 'step':
      return tell((event.longTouch === true ? longTouchWords : stepWords)[event.step]);
    case 'completed': {
      const erased = await erasedLines(session, event.revoked);
      return print(
        json,
        { ok: true, ...(event.key === undefined ? {} : { key: event.key }), revoked: event.revoked },
        () => [
          event.key === undefined
            ? 'The key was erased. Take it out and plug it in again before you use it.'
            : 'The key is as new.',
          ...erased,
        ],
      );
    }
    case 'failed':
      process.exitCode = 1;
      return printFailure(json, event.failure);
  }
}
