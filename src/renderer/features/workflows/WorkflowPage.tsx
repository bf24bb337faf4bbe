import { MessageBar, MessageBarBody, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { countedText, existingWords, triggerWords, workflowSentences } from '../../../contract/workflows/words.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { Facts } from '../../ui/Facts.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { formatDate } from '../../ui/formatDate.ts';
import { PageHeading } from '../../ui/PageHeading.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Sentences } from './PreviewList.tsx';
import { RunHistory } from './RunHistory.tsx';
import { WorkflowActions } from './WorkflowActions.tsx';
import { WorkflowState } from './WorkflowState.tsx';
import { WorkflowTrail } from './WorkflowTrail.tsx';

const words = strings.workflows;

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
});

/** One workflow: what it does, how it stands, and what it did for whom. */
export function WorkflowPage({ id }: { id: string }) {
  const styles = useStyles();
  const details = useQuery(
    api.workflows.get.queryOptions({ input: { id }, refetchOnMount: 'always', refetchInterval: 5000 }),
  );
  if (details.isError) return <FailureMessage failure={failureOf(details.error)} />;
  if (details.data === undefined) return <Spinner label={strings.loading} />;
  const { workflow } = details.data;
  return (
    <>
      <WorkflowTrail workflow={workflow} />
      <div className={styles.head}>
        <PageHeading title={workflow.name} />
        <WorkflowState state={workflow.state} />
        <WorkflowActions workflow={workflow} />
      </div>
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
