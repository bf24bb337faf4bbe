import { Badge } from '@fluentui/react-components';
import type { Workflow } from '../../../contract/workflows/schema.ts';
import { strings } from '../../strings.ts';

const colors = { enabled: 'success', disabled: 'informative', 'group-missing': 'warning' } as const;

export function WorkflowState({ state }: { state: Workflow['state'] }) {
  return (
    <Badge appearance="tint" color={colors[state]}>
      {strings.workflows.states[state]}
    </Badge>
  );
}
