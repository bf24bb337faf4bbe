import type { Command } from 'commander';
import type { PinChoice } from '../../contract/enrollment/schema.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { wholeFrom } from '../arguments.ts';
import { defined } from '../defined.ts';
import { followEnrollment } from '../followEnrollment.ts';
import { print } from '../output.ts';
import { canAsk, readPin } from '../pinInput.ts';
import { isPracticeKey } from '../practiceHands.ts';
import { stopUnlessRead } from '../readerCheck.ts';
import type { Session } from '../session.ts';
import { flag, type Given, needed, notWith, parsed, pluggedKey, text } from '../takes.ts';
import { planLines } from './profileRows.ts';

const words = wordsOf('commands').enroll;
const profileWords = wordsOf('profileCommands');

/** Adds `keydesk enroll`, which creates a passkey for a user on a plugged-in key and registers it. */
export function addEnroll(program: Command): void {
  const spec = { takes: takesEnroll(), recover: true, cleansUp: true };
  addCommand(program, 'enroll', words.description, spec, (session, options) =>
    options.dryRun === true ? dryRun(session, options) : enroll(session, options),
  );
}

function takesEnroll() {
  return {
    user: needed('<user>', wordsOf('commandLine').user),
    key: pluggedKey(),
    pinStdin: notWith('randomPin', flag(words.pinStdin)),
    randomPin: parsed('<digits>', words.randomPin, wholeFrom(4, 63)),
    displayName: text('<name>', words.displayName),
    profile: notWith('withoutProfile', text('<profile>', profileWords.ofEnroll)),
    withoutProfile: flag(profileWords.withoutProfile),
    dryRun: flag(profileWords.dryRun),
  };
}

type EnrollOptions = Given<ReturnType<typeof takesEnroll>>;

async function enroll(session: Session, options: EnrollOptions): Promise<void> {
  const pin = await pinOf(session, options);
  const interactive = pin === undefined && canAsk();
  const random = pin?.kind === 'random' || (pin === undefined && (await mayDrawPin(session, options)));
  const check = random ? await stopUnlessRead(session) : undefined;
  const events = await session.client.enrollment.start(
    { ...requestOf(options), interactive, ...defined({ pin }) },
    { signal: check?.signal ?? session.signal },
  );
  const practiceKey = await isPracticeKey(session, options.key);
  await followEnrollment(session, check?.watch(events) ?? events, { practiceKey });
}

/** Shows what would be done and refused. Exits with 1 if the enrollment would not begin. */
async function dryRun(session: Session, options: EnrollOptions): Promise<void> {
  const { randomPin } = options;
  const pin = randomPin === undefined ? undefined : ({ kind: 'random', length: randomPin } as const);
  const plan = await session.client.enrollment.plan(
    { ...requestOf(options), interactive: false, ...defined({ pin }) },
    { signal: session.signal },
  );
  if (plan.refusals.length > 0) process.exitCode = 1;
  print(session.json, { ok: plan.refusals.length === 0, ...plan }, () => planLines(plan));
}

function requestOf({ user, key, displayName, profile, withoutProfile }: EnrollOptions) {
  return { user, ...defined({ keyId: key, displayName, profile: withoutProfile === true ? null : profile }) };
}

/** Returns whether the profile may set a random PIN, which somebody must be able to read. */
async function mayDrawPin({ client }: Session, { profile, withoutProfile }: EnrollOptions): Promise<boolean> {
  if (withoutProfile === true) return false;
  const profiles = profile === undefined ? await client.profiles.list() : [await client.profiles.show({ profile })];
  return profiles.some(({ pin }) => 'length' in pin);
}

async function pinOf({ signal }: Session, options: EnrollOptions): Promise<PinChoice | undefined> {
  if (options.randomPin !== undefined) return { kind: 'random', length: options.randomPin };
  if (options.pinStdin === true) return { kind: 'given', pin: await readPin(process.stdin, signal) };
  return undefined;
}
