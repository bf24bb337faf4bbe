import type { Assignment } from '../contract/assignments/schema.ts';
import type { EnrollmentEvent, EnrollmentResult, Interaction, StepName } from '../contract/enrollment/schema.ts';
import { waitWords } from '../contract/enrollment/waitWords.ts';
import type { Failure } from '../contract/errors/failure.ts';
import { wordsFor } from '../contract/errors/words.ts';
import { attestationWords } from '../contract/passkeys/attestation.ts';
import { needWords } from '../contract/profiles/words.ts';
import type { PinQuestion } from '../main/features/enrollment/attendant.ts';
import { commas, locale, wordsOf } from '../words/say.ts';
import { erasedLines } from './commands/keys/erased.ts';
import { errorObject, print, printFailure, printFailureOnce, printOnce, tell } from './output.ts';
import { askHidden, type Terminal } from './pinInput.ts';
import { playStep } from './practiceHands.ts';
import type { Session } from './session.ts';
import { table } from './table.ts';

const words = wordsOf('commands').enroll;
const profileWords = wordsOf('profileCommands');

interface FollowOptions {
  readonly terminal?: Terminal | undefined;
  readonly practiceKey?: boolean;
  readonly settles?: (error: Failure) => boolean;
}

/**
 * Shows an enrollment, or the finishing of one, at the terminal: steps and prompts on stderr, the result on stdout.
 * Sets the exit code to 1 if it fails.
 * @param practiceKey whether the key is the practice key, which the command itself unplugs and plugs in for a reset
 * @param settles whether an error is a good end without a passkey, for example of a clean-up that worked. Default: none is
 */
export async function followEnrollment(
  session: Session,
  stream: AsyncIterable<EnrollmentEvent>,
  { terminal, practiceKey = false, settles = () => false }: FollowOptions = {},
): Promise<void> {
  const events = stream[Symbol.asyncIterator]();
  let enrollmentId = '';
  let ahead: Promise<IteratorResult<EnrollmentEvent>> | undefined;
  // Ending the stream early cancels the enrollment.
  try {
    for (;;) {
      const { done, value: event } = await (ahead ?? events.next());
      ahead = undefined;
      if (done === true) return;
      if (event.type === 'accepted') enrollmentId = event.enrollmentId;
      const { interaction } = event.type === 'interaction' ? event : {};
      if (interaction?.kind === 'pin' || interaction?.kind === 'new-pin') {
        if (interaction.refused !== undefined) tell(wordsFor(interaction.refused, 'command').message);
        ahead = events.next();
        await answerPin(session, enrollmentId, interaction, ahead, terminal);
      } else if (interaction?.kind === 'reset' && practiceKey) await playStep(session, interaction.step);
      else if (await follow(session, event, settles)) await session.client.enrollment.pinSeen({ enrollmentId });
    }
  } finally {
    await events.return?.();
  }
}

/**
 * Shows events until the end. Returns whether a random PIN was written to a person, or to the program that reads
 * stdout.
 */
async function follow(
  session: Session,
  event: EnrollmentEvent,
  settles: (error: Failure) => boolean,
): Promise<boolean> {
  switch (event.type) {
    case 'completed': {
      const { enrollmentId: id, ...result } = event.result;
      if (result.profile !== undefined && result.profile.unapplied.length > 0) {
        tell(profileWords.unapplied({ needs: commas(result.profile.unapplied.map(need => needWords[need])) }));
      }
      await tellErased(session, result.erased);
      const answer = { ok: true, enrollmentId: id, ...result };
      const lines = () => resultLines(event.result);
      if (result.pin.random !== undefined) return printOnce(session.json, answer, lines);
      print(session.json, answer, lines);
      return false;
    }
    case 'failed': {
      const { error, ...rest } = event.failure;
      if (settles(error)) {
        const { code, message, next } = errorObject(error);
        print(session.json, { ok: true, settled: { code, message, next }, ...rest }, () => [message, next]);
        return false;
      }
      process.exitCode = 1;
      await tellErased(session, rest.erased);
      if (rest.pin?.random === undefined) {
        printFailure(session.json, error, rest);
        return false;
      }
      const { random, uncertain } = rest.pin;
      const secret = (uncertain ? words.pinUncertain : words.pinSet)({ pin: random });
      return printFailureOnce(session.json, error, rest, secret);
    }
    default:
      followProgress(event);
      return false;
  }
}

function followProgress(event: Exclude<EnrollmentEvent, { type: 'completed' | 'failed' }>): void {
  switch (event.type) {
    case 'step':
      return tell(stepWords[event.step]);
    case 'warning':
      return tell(wordsFor(event.warning, 'command').message);
    case 'interaction': {
      const { interaction } = event;
      if (interaction.kind === 'touch') return tell(words.touch);
      if (interaction.kind === 'none') return;
      if (interaction.kind === 'reset') return tellResetStep(interaction);
      if (interaction.kind === 'wait') return tell(waitLine(interaction));
      if (interaction.refused !== undefined) tell(wordsFor(interaction.refused, 'command').message);
      return tell(words.finger);
    }
    case 'accepted':
      return;
  }
}

/**
 * Asks for the PIN. After a signal, or if the key is removed, the enrollment ends itself, and its last event has the
 * result.
 * @param ahead The next event. If it arrives before the answer, it ends the question
 */
async function answerPin(
  { client, signal }: Session,
  enrollmentId: string,
  question: PinQuestion,
  ahead: Promise<unknown>,
  terminal: Terminal | undefined,
): Promise<void> {
  const over = new AbortController();
  const end = () => over.abort();
  ahead.then(end, end);
  const ended = AbortSignal.any([signal, over.signal]);
  let pin: string;
  try {
    pin = await askHidden(question, ended, terminal);
  } catch (error) {
    if (ended.aborted) return;
    throw error;
  }
  if (!ended.aborted) await client.enrollment.answerPin({ enrollmentId, pin });
}

/** Names the passkeys that a reset has erased and that Entra still has. */
async function tellErased(session: Session, erased: readonly Assignment[] = []): Promise<void> {
  for (const line of await erasedLines(session, erased)) tell(line);
}

/** Tells the person what to do for the reset of the key. */
function tellResetStep({ step, longTouch }: Extract<Interaction, { kind: 'reset' }>): void {
  tell(wordsOf('commands')[longTouch === true ? 'resetLongSteps' : 'resetSteps'][step]);
}

/** Returns a time with seconds, in the person's time zone. */
/** Says why an enrollment waits for Microsoft Graph, and until when. */
export function waitLine({ reason, until }: Extract<Interaction, { kind: 'wait' }>): string {
  return words.wait({ reason: waitWords[reason], time: clockTime(until) });
}

function clockTime(iso: string): string {
  return new Date(iso).toLocaleTimeString(locale(), { hour12: false });
}

const stepWords: Readonly<Record<StepName, string>> = wordsOf('commands').enrollSteps;

function resultLines(result: EnrollmentResult): string[] {
  return table([
    [words.passkey, result.method.displayName],
    [words.user, result.user.userPrincipalName],
    [words.key, words.keyValue({ name: result.key.product ?? result.key.id, aaguid: result.key.aaguid })],
    [words.attestation, attestationWords(result.method.attestationLevel) ?? words.unknown],
    [words.signsIn, result.proof.verified ? words.proven : words.notProven],
    ...(result.profile === undefined ? [] : [[profileWords.planProfile, result.profile.name]]),
    ...(result.pin.random === undefined ? [] : [[words.pin, words.pinValue({ pin: result.pin.random })]]),
  ]);
}
