import type { Command } from 'commander';
import type { PinChoice } from '../../contract/enrollment/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { wholeFrom } from '../arguments.ts';
import { defined } from '../defined.ts';
import { followEnrollment } from '../followEnrollment.ts';
import { canAsk, readPin } from '../pinInput.ts';
import { stopUnlessRead } from '../readerCheck.ts';
import type { Session } from '../session.ts';
import { flag, type Given, needed, notWith, parsed, pluggedKey, text } from '../takes.ts';

const words = wordsOf('commands').enroll;

/** Adds `keydesk enroll`, which creates a passkey for a user on a plugged-in key and registers it. */
export function addEnroll(program: Command): void {
  const spec = { takes: takesEnroll(), recover: true, cleansUp: true };
  addCommand(program, 'enroll', words.description, spec, enroll);
}

function takesEnroll() {
  return {
    user: needed('<user>', wordsOf('commandLine').user),
    key: pluggedKey(),
    pinStdin: notWith('randomPin', flag(words.pinStdin)),
    randomPin: parsed('<digits>', words.randomPin, wholeFrom(4, 63)),
    displayName: text('<name>', words.displayName),
  };
}

type EnrollOptions = Given<ReturnType<typeof takesEnroll>>;

async function enroll(session: Session, options: EnrollOptions): Promise<void> {
  const pin = await pinOf(session, options);
  const interactive = pin === undefined && canAsk();
  const check = pin?.kind === 'random' ? await stopUnlessRead(session) : undefined;
  const events = await session.client.enrollment.start(
    defined({ user: options.user, interactive, keyId: options.key, displayName: options.displayName, pin }),
    { signal: check?.signal ?? session.signal },
  );
  await followEnrollment(session, check?.watch(events) ?? events);
}

async function pinOf({ signal }: Session, options: EnrollOptions): Promise<PinChoice | undefined> {
  if (options.randomPin !== undefined) return { kind: 'random', length: options.randomPin };
  if (options.pinStdin === true) return { kind: 'given', pin: await readPin(process.stdin, signal) };
  return undefined;
}
