import { MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { countedText, existingWords, triggerWords, workflowSentences } from '../../../contract/workflows/words.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Facts } from '../../ui/display/Facts.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { Sentences } from './PreviewList.tsx';
import { RunHistory } from './RunHistory.tsx';
import { WorkflowActions } from './WorkflowActions.tsx';
import { WorkflowState } from './WorkflowState.tsx';
import { WorkflowTrail } from './WorkflowTrail.tsx';

const words = strings.workflows;

/** One workflow: its settings, its state and its runs. */
export function WorkflowPage({ id }: { id: string }) {
  const details = useQuery(
    api.workflows.get.queryOptions({ input: { id }, refetchOnMount: 'always', refetchInterval: 5000 }),
  );
  if (details.isError) return <CallFailure error={details.error} />;
  if (details.data === undefined) return <Spinner label={strings.loading} />;
  const { workflow } = details.data;
  return (
    <>
      <WorkflowTrail workflow={workflow} />
      <Row gap="large">
        <PageHeading title={workflow.name} />
        <WorkflowState state={workflow.state} />
        <WorkflowActions workflow={workflow} />
      </Row>
      {workflow.state === 'group-missing' && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{words.groupMissing}</MessageBarBody>
        </MessageBar>
      )}
      <Panel title={words.product}>
        <Facts
          facts={[
            { label: words.wizard.group, value: workflow.group?.name ?? words.everybody },
            { label: words.wizard.trigger, value: triggerWords[workflow.trigger] },
            { label: words.wizard.existing, value: existingWords[workflow.existing] },
            { label: words.wizard.counted, value: countedText(workflow.counted) },
            { label: words.runColumns.version, value: `${workflow.version}, ${formatDate(workflow.updatedAt)}` },
            { label: words.columns.lastRun, value: formatDate(workflow.lastRunAt) ?? words.never },
          ]}
        />
        <Sentences of={workflowSentences(workflow)} />
      </Panel>
      <RunHistory workflow={workflow} />
    </>
  );
}
