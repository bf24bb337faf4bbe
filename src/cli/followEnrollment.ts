import type { EnrollmentEvent, EnrollmentResult, StepName } from '../contract/enrollment.ts';
import { waitWords } from '../contract/waitWords.ts';
import { wordsFor } from '../contract/words.ts';
import type { PinQuestion } from '../main/enrollment/conductor.ts';
import { print, printFailure, printFailureOnce, printOnce, tell } from './output.ts';
import { askHidden } from './pinInput.ts';
import type { Session } from './session.ts';
import { table } from './table.ts';

/**
 * Shows one enrollment, or the finishing of one, at the terminal: steps and prompts on stderr, the result on stdout. Sets the exit
 * code 1 when it fails.
 */
export async function followEnrollment(session: Session, events: AsyncIterable<EnrollmentEvent>): Promise<void> {
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
          `${waitWords[interaction.reason]}. Keydesk goes on at ${clockTime(interaction.until)}; Ctrl-C cancels.`,
        );
      if (interaction.refused !== undefined) tell(wordsFor(interaction.refused).message);
      if (interaction.kind === 'fingerprint')
        return tell('Put an enrolled finger on the sensor of the key now (--pin-stdin uses the PIN instead).');
      return answerPin(session, enrollmentId, interaction);
    }
    case 'completed': {
      const { enrollmentId: id, ...result } = event.result;
      const printResult = result.pin.random === undefined ? print : printOnce;
      return printResult(session.json, { ok: true, enrollmentId: id, ...result }, () => resultLines(event.result));
    }
    case 'failed': {
      process.exitCode = 1;
      const { error, ...rest } = event.failure;
      if (rest.pin?.random === undefined) return printFailure(session.json, error, rest);
      const { random, uncertain } = rest.pin;
      const words = uncertain
        ? `The key may now have the PIN ${random}: it did not confirm it.`
        : `The key now has the PIN ${random}`;
      return printFailureOnce(session.json, error, rest, words);
    }
    case 'accepted':
      return;
  }
}

/** Asks for the PIN. After a signal the enrollment ends itself, and its last event says what became of it. */
async function answerPin({ client, signal }: Session, enrollmentId: string, question: PinQuestion): Promise<void> {
  let pin: string;
  try {
    pin = await askHidden(question, signal);
  } catch (error) {
    if (signal.aborted) return;
    throw error;
  }
  return client.enrollment.answerPin({ enrollmentId, pin });
}

/** A moment as the person's own clock shows it, with seconds. */
function clockTime(iso: string): string {
  return new Date(iso).toLocaleTimeString([], { hour12: false });
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
