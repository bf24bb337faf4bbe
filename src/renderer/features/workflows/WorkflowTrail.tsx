import type { Workflow } from '../../../contract/workflows/schema.ts';
import { strings } from '../../strings.ts';
import type { Route } from '../../ui/page/route.ts';
import { Trail } from '../../ui/page/Trail.tsx';

/** Workflows > the workflow > the current action, if the page is deeper. */
export function WorkflowTrail({ workflow, deeper }: { workflow?: Workflow; deeper?: string }) {
  const list = { route: { page: 'workflows' } as Route, name: strings.workflows.title };
  if (deeper === undefined) return <Trail above={[list]} current={workflow?.name ?? ''} />;
  if (workflow === undefined) return <Trail above={[list]} current={deeper} />;
  const own = { route: { page: 'workflow', workflow: workflow.id } as Route, name: workflow.name };
  return <Trail above={[list, own]} current={deeper} />;
}
