import type { Command } from 'commander';
import { mayBeOn } from '../../../contract/enrollment/schema.ts';
import type { ResetEvent } from '../../../contract/keys/management.ts';
import { wordsOf } from '../../../words/say.ts';
import { addCommand } from '../../addCommand.ts';
import { defined } from '../../defined.ts';
import { print, printFailure, tell } from '../../output.ts';
import { isPracticeKey, playStep } from '../../practiceHands.ts';
import type { Session } from '../../session.ts';
import { needed, pluggedKey, texts } from '../../takes.ts';
import { erasedLines, tellKnownPasskeys } from './erased.ts';
import { type KeyOptions, refOf } from './options.ts';

const words = wordsOf('commands').reset;

/** Adds `keydesk keys reset`, which erases a key step by step. */
export function addReset(keys: Command): void {
  const takes = {
    key: pluggedKey(),
    confirm: needed('<name>', words.confirm),
    unfinished: texts('<id...>', words.unfinished),
  };
  addCommand(keys, 'reset', words.description, { takes, cleansUp: true }, async (session, given) => {
    const { confirm, unfinished } = given;
    const request = { ...refOf(given), confirm, ...defined({ unfinished }) };
    await tellKnownPasskeys(session, given);
    if (unfinished === undefined) await tellUnfinished(session, given);
    const practice = await isPracticeKey(session, given.key);
    const events = await session.client.keys.reset(request, { signal: session.signal });
    for await (const event of events) {
      if (event.type === 'step' && practice) await playStep(session, event.step);
      else await follow(session, event);
    }
  });
}

/** Prints to stderr the unfinished enrollments that may have used this key. The key itself does not show them. */
async function tellUnfinished({ client }: Session, options: KeyOptions): Promise<void> {
  try {
    const { aaguid } = await client.keys.info(refOf(options));
    for (const { enrollmentId, userPrincipalName, ...entry } of await client.enrollment.unfinished()) {
      if (!mayBeOn(entry, aaguid)) continue;
      tell(words.unfinishedOn({ user: userPrincipalName, id: enrollmentId }));
    }
  } catch {
    // The reset itself reports what is wrong with the key.
  }
}

const stepWords = wordsOf('commands').resetSteps;
const longTouchWords = wordsOf('commands').resetLongSteps;

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
        () => [event.key === undefined ? words.erased : words.done, ...erased],
      );
    }
    case 'failed':
      process.exitCode = 1;
      return printFailure(json, event.failure);
  }
}
