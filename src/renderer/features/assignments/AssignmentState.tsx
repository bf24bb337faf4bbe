import type { Assignment, AssignmentState as State } from '../../../contract/assignments/schema.ts';
import { assignmentStateWords, userAccountWords } from '../../../contract/assignments/words.ts';
import { StateBadge } from '../../ui/display/StateBadge.tsx';

const colors = {
  pending: 'informative',
  provisioning: 'informative',
  active: 'success',
  failed: 'danger',
  revoked: 'subtle',
  expired: 'warning',
  cancelled: 'subtle',
} as const satisfies Record<State, string>;

export function AssignmentState({ state }: { state: State }) {
  return <StateBadge color={colors[state]}>{assignmentStateWords[state]}</StateBadge>;
}

/** The mark of an assignment whose user has left or is disabled. */
export function AccountMark({ account }: Pick<Assignment, 'account'>) {
  if (account === null) return null;
  return <StateBadge color={account === 'left' ? 'danger' : 'warning'}>{userAccountWords[account]}</StateBadge>;
}
