import { type Command, InvalidArgumentError, Option } from 'commander';
import type { PinChoice } from '../../contract/enrollment/schema.ts';
import { followEnrollment } from '../followEnrollment.ts';
import { canAsk, readPin } from '../pinInput.ts';
import { stopUnlessRead } from '../readerCheck.ts';
import { type Session, withCore } from '../session.ts';

interface EnrollOptions {
  user: string;
  key?: string;
  pinStdin?: boolean;
  randomPin?: number;
  displayName?: string;
}

/** `keydesk enroll`: makes a passkey for a user on a plugged-in key and registers it. */
export function addEnroll(program: Command): void {
  program
    .command('enroll')
    .description('make a passkey for a user on a plugged-in key, register it and prove that it signs in')
    .requiredOption('--user <user>', 'user principal name or object id')
    .option('--key <key>', 'hid:PATH, udp:PORT:REPLYPORT or practice, or touch: the one of several that is touched')
    .addOption(new Option('--pin-stdin', 'read the PIN from the first line of stdin').conflicts('randomPin'))
    .option(
      '--random-pin <digits>',
      'for a key without a PIN: make one of so many digits and show it once',
      parseDigits,
    )
    .option('--display-name <name>', 'name of the passkey in Microsoft Entra ID, 1 to 30 characters')
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
  if (!Number.isInteger(digits) || digits < 4 || digits > 63)
    throw new InvalidArgumentError('Give a number from 4 to 63.');
  return digits;
}
