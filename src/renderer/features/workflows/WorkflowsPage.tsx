import { FlowRegular } from '@fluentui/react-icons';
import { EmptyState } from '../../components/EmptyState.tsx';
import { PageHeading } from '../../components/PageHeading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { strings } from '../../strings.ts';

export function WorkflowsPage() {
  return (
    <>
      <PageHeading title={strings.workflows.title} />
      <Panel>
        <EmptyState Icon={FlowRegular} title={strings.workflows.empty} hint={strings.workflows.hint} />
      </Panel>
    </>
  );
}
