import type { RowState } from '../../../../contract/batches/schema.ts';
import { rowStateWords } from '../../../../contract/batches/words.ts';
import { StateBadge } from '../../../ui/display/StateBadge.tsx';

const colors = {
  waiting: 'subtle',
  preparing: 'informative',
  'waiting-for-key': 'informative',
  enrolling: 'brand',
  done: 'success',
  failed: 'danger',
  skipped: 'warning',
} as const satisfies Record<RowState, string>;

export function RowStateBadge({ state }: { state: RowState }) {
  return <StateBadge color={colors[state]}>{rowStateWords[state]}</StateBadge>;
}
