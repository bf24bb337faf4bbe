import type { Workflow } from '../../../contract/workflows/schema.ts';
import { strings } from '../../strings.ts';
import { StateBadge } from '../../ui/display/StateBadge.tsx';

const colors = { enabled: 'success', disabled: 'informative', 'group-missing': 'warning' } as const;

export function WorkflowState({ state }: { state: Workflow['state'] }) {
  return <StateBadge color={colors[state]}>{strings.workflows.states[state]}</StateBadge>;
}
