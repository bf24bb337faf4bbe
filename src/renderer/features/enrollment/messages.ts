import { strings } from '../../strings.ts';
import type { Run } from './run.ts';

const words = strings.enroll;

/** What a person on another page should know of an enrolment. */
export function messageOf(run: Run): { intent: 'info' | 'success' | 'warning' | 'error'; text: string } {
  const name = run.user.displayName;
  if (run.end?.kind === 'completed') return { intent: 'success', text: words.endedElsewhere(name) };
  if (run.end !== null) return { intent: 'error', text: words.failedElsewhere(name) };
  if (run.interaction.kind === 'none') return { intent: 'info', text: words.elsewhere(name) };
  return { intent: 'warning', text: words.waitsElsewhere(name) };
}

/** Whether it may be put away unseen: it is over, and holds no PIN that is shown this once. */
export function isDismissible({ end }: Run): boolean {
  if (end === null) return false;
  const pin = end.kind === 'completed' ? end.result.pin : end.kind === 'failed' ? end.failure.pin : undefined;
  return pin?.random === undefined;
}
