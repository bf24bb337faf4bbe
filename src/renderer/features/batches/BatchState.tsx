import type { BatchState as State } from '../../../contract/batches/schema.ts';
import { batchStateWords } from '../../../contract/batches/words.ts';
import { StateBadge } from '../../ui/display/StateBadge.tsx';

const colors = {
  draft: 'subtle',
  running: 'informative',
  paused: 'warning',
  finished: 'success',
} as const satisfies Record<State, string>;

export function BatchState({ state }: { state: State }) {
  return <StateBadge color={colors[state]}>{batchStateWords[state]}</StateBadge>;
}
