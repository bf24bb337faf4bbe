import { asksPerson } from '../../../contract/enrollment/runs.ts';
import { waitWords } from '../../../contract/enrollment/waitWords.ts';
import { strings } from '../../strings.ts';
import type { Run } from './run.ts';

const words = strings.enroll;

/**
 * Returns the message about an enrollment for other pages.
 * @param gone whether its passkey was deleted since
 */
export function messageOf(run: Run, gone = false): { intent: 'info' | 'success' | 'warning' | 'error'; text: string } {
  const name = run.user.displayName;
  const pin = run.pinHeld ? ` ${words.pinUnseen}` : '';
  if (gone) return { intent: 'warning', text: words.goneElsewhere({ name }) + pin };
  if (run.end?.kind === 'completed') return { intent: 'success', text: words.endedElsewhere({ name }) + pin };
  if (run.end !== null) return { intent: 'error', text: words.failedElsewhere({ name }) + pin };
  if (asksPerson(run)) return { intent: 'warning', text: words.waitsElsewhere({ name }) };
  const { interaction } = run;
  const why = interaction.kind === 'wait' ? ` ${waitWords[interaction.reason]}.` : '';
  return { intent: 'info', text: words.elsewhere({ name }) + why };
}
