import { type Command, InvalidArgumentError, Option } from 'commander';
import type { EnrollmentEvent, EnrollmentResult, PinChoice, StepName } from '../../contract/enrollment.ts';
import { wordsFor } from '../../contract/words.ts';
import { print, printFailure, table } from '../output.ts';
import { askHidden, canAsk, readPin } from '../pinInput.ts';
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
    .option('--key <key>', 'hid:PATH, udp:PORT:REPLYPORT or practice; needed where several are plugged in')
    .addOption(new Option('--pin-stdin', 'read the PIN from the first line of stdin').conflicts('randomPin'))
    .option(
      '--random-pin <digits>',
      'for a key without a PIN: make one of so many digits and show it once',
      parseDigits,
    )
    .option('--display-name <name>', 'name of the passkey in Microsoft Entra ID, 1 to 30 characters')
    .action((options: EnrollOptions, command: Command) =>
      withCore(command, { key: options.key, recover: true }, session => enroll(session, options)),
    );
}

async function enroll(session: Session, options: EnrollOptions): Promise<void> {
  const pin = await pinOf(options);
  const interactive = pin === undefined && canAsk();
  const events = await session.client.enrollment.start(
    {
      user: options.user,
      interactive,
      ...(options.key === undefined ? {} : { keyId: options.key }),
      ...(options.displayName === undefined ? {} : { displayName: options.displayName }),
      ...(pin === undefined ? {} : { pin }),
    },
    { signal: session.signal },
  );
  let enrollmentId = '';
  for await (const event of events) {
    if (event.type === 'accepted') enrollmentId = event.enrollmentId;
    await follow(session, enrollmentId, event);
  }
}

async function follow(session: Session, enrollmentId: string, event: EnrollmentEvent): Promise<void> {
  switch (event.type) {
    case 'step':
      return tell(stepWords[event.step]);
    case 'warning':
      return tell(wordsFor(event.warning).message);
    case 'interaction': {
      const { interaction } = event;
      if (interaction.kind === 'touch') return tell('Touch the button on the key now.');
      if (interaction.kind === 'none') return;
      if (interaction.kind === 'wait')
        return tell(
          `Microsoft Graph asks to wait. Keydesk goes on at ${clockTime(interaction.until)}; Ctrl-C cancels.`,
        );
      if (interaction.refused !== undefined) tell(wordsFor(interaction.refused).message);
      if (interaction.kind === 'fingerprint')
        return tell('Put an enrolled finger on the sensor of the key now (--pin-stdin uses the PIN instead).');
      const answer = await askHidden(interaction);
      return session.client.enrollment.answerPin({ enrollmentId, pin: answer });
    }
    case 'completed': {
      const { enrollmentId: id, ...result } = event.result;
      return print(session.json, { ok: true, enrollmentId: id, ...result }, () => resultLines(event.result));
    }
    case 'failed': {
      process.exitCode = 1;
      const { error, ...rest } = event.failure;
      printFailure(session.json, error, rest);
      if (!session.json && rest.pin?.random !== undefined) {
        const { random, uncertain } = rest.pin;
        tell(
          uncertain
            ? `The key may now have the PIN ${random}: it did not confirm it.`
            : `The key now has the PIN ${random}`,
        );
      }
      return;
    }
    case 'accepted':
      return;
  }
}

async function pinOf(options: EnrollOptions): Promise<PinChoice | undefined> {
  if (options.randomPin !== undefined) return { kind: 'random', length: options.randomPin };
  if (options.pinStdin === true) return { kind: 'given', pin: await readPin(process.stdin) };
  return undefined;
}

function parseDigits(text: string): number {
  const digits = Number(text);
  if (!Number.isInteger(digits) || digits < 4 || digits > 63)
    throw new InvalidArgumentError('Give a number from 4 to 63.');
  return digits;
}

/** A moment as the person's own clock shows it, with seconds. */
function clockTime(iso: string): string {
  return new Date(iso).toLocaleTimeString([], { hour12: false });
}

function tell(text: string): void {
  process.stderr.write(`${text}\n`);
}

const stepWords: Record<StepName, string> = {
  preflight: 'Checking the user and the key …',
  options: 'Asking Microsoft Entra ID for a passkey …',
  prepare: 'Preparing the key …',
  create: 'Making the passkey on the key …',
  verify: 'Checking what the key made …',
  register: 'Registering it with Microsoft Entra ID …',
  prove: 'Proving that it signs in …',
  finish: 'Finishing …',
};

function resultLines(result: EnrollmentResult): string[] {
  return table([
    ['Passkey', result.method.displayName],
    ['User', result.user.userPrincipalName],
    ['Key', `${result.key.product ?? result.key.id} (${result.key.aaguid})`],
    ['Attestation', result.method.attestationLevel ?? 'not told'],
    ['Signs in', result.proof.verified ? 'proven' : 'NOT proven'],
    ...(result.pin.random === undefined ? [] : [['PIN', `${result.pin.random}  (shown this once)`]]),
  ]);
}
