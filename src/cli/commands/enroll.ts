import { type Command, Option } from 'commander';
import type { PinChoice } from '../../contract/enrollment/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { notInRange } from '../arguments.ts';
import { followEnrollment } from '../followEnrollment.ts';
import { canAsk, readPin } from '../pinInput.ts';
import { stopUnlessRead } from '../readerCheck.ts';
import { type Session, withCore } from '../session.ts';

const words = wordsOf('commands').enroll;

interface EnrollOptions {
  user: string;
  key?: string;
  pinStdin?: boolean;
  randomPin?: number;
  displayName?: string;
}

/** Adds `keydesk enroll`, which creates a passkey for a user on a plugged-in key and registers it. */
export function addEnroll(program: Command): void {
  program
    .command('enroll')
    .description(words.description)
    .requiredOption('--user <user>', wordsOf('commandLine').user)
    .option('--key <key>', wordsOf('commandLine').key)
    .addOption(new Option('--pin-stdin', words.pinStdin).conflicts('randomPin'))
    .option('--random-pin <digits>', words.randomPin, parseDigits)
    .option('--display-name <name>', words.displayName)
    .action((options: EnrollOptions, command: Command) =>
      withCore(command, { key: options.key, recover: true, cleansUp: true }, session => enroll(session, options)),
    );
}

async function enroll(session: Session, options: EnrollOptions): Promise<void> {
  const pin = await pinOf(session, options);
  const interactive = pin === undefined && canAsk();
  const check = pin?.kind === 'random' ? await stopUnlessRead(session) : undefined;
  const events = await session.client.enrollment.start(
    {
      user: options.user,
      interactive,
      ...(options.key === undefined ? {} : { keyId: options.key }),
      ...(options.displayName === undefined ? {} : { displayName: options.displayName }),
      ...(pin === undefined ? {} : { pin }),
    },
    { signal: check?.signal ?? session.signal },
  );
  await followEnrollment(session, check?.watch(events) ?? events);
}

async function pinOf({ signal }: Session, options: EnrollOptions): Promise<PinChoice | undefined> {
  if (options.randomPin !== undefined) return { kind: 'random', length: options.randomPin };
  if (options.pinStdin === true) return { kind: 'given', pin: await readPin(process.stdin, signal) };
  return undefined;
}

function parseDigits(text: string): number {
  const digits = Number(text);
  if (!Number.isInteger(digits) || digits < 4 || digits > 63) throw notInRange(4, 63);
  return digits;
}
