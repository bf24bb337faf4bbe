import type { EnrollmentRun } from '../../../contract/enrollment/runs.ts';
import type { EnrollmentEvent, PinOutcome } from '../../../contract/enrollment/schema.ts';

/** Returns the next state of an enrollment. Ignores events after its end. */
export function nextRun(run: EnrollmentRun, event: EnrollmentEvent): EnrollmentRun {
  return run.end === null ? { ...run, ...changeOf(run, event) } : run;
}

function changeOf(run: EnrollmentRun, event: EnrollmentEvent): Partial<EnrollmentRun> {
  const nothing = { interaction: { kind: 'none' } } as const;
  switch (event.type) {
    case 'accepted':
      return {};
    case 'step':
      return { step: event.step, resets: run.resets || event.step === 'reset', ...nothing };
    case 'interaction':
      return { interaction: event.interaction, questions: run.questions + 1 };
    case 'warning':
      return { warnings: [...run.warnings, event.warning] };
    case 'completed': {
      const { result } = event;
      const pinHeld = result.pin.random !== undefined;
      return { ...nothing, pinHeld, end: { kind: 'completed', result: { ...result, pin: withoutPin(result.pin) } } };
    }
    case 'failed': {
      const { pin, ...failure } = event.failure;
      const pinHeld = pin?.random !== undefined;
      const outcome = pin === undefined ? {} : { pin: withoutPin(pin) };
      return { ...nothing, pinHeld, end: { kind: 'failed', failure: { ...failure, ...outcome } } };
    }
  }
}

/**
 * SECURITY: every window gets the list of enrollments, so the list must not contain the PIN. Only a window that asks for the PIN gets it.
 */
function withoutPin({ random: _, ...outcome }: PinOutcome): PinOutcome {
  return outcome;
}

/** Returns the random PIN of an end. */
export function randomPinOf(event: EnrollmentEvent): string | undefined {
  if (event.type === 'completed') return event.result.pin.random;
  return event.type === 'failed' ? event.failure.pin?.random : undefined;
}
