import {
  Button,
  Link,
  makeStyles,
  Spinner,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
} from '@fluentui/react-components';
import { AddRegular, FlowRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { Workflow } from '../../../contract/workflows/schema.ts';
import { triggerWords } from '../../../contract/workflows/words.ts';
import { goTo, hrefOf } from '../../app/route.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { useSystemInfo } from '../../client/hooks.ts';
import { strings } from '../../strings.ts';
import { ControlsHeader } from '../../ui/ControlsHeader.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { formatDate } from '../../ui/formatDate.ts';
import { ListTable } from '../../ui/ListTable.tsx';
import { PageHeading } from '../../ui/PageHeading.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TextCell } from '../../ui/TextCell.tsx';
import { WorkflowActions } from './WorkflowActions.tsx';
import { WorkflowState } from './WorkflowState.tsx';

const words = strings.workflows;

const useStyles = makeStyles({
  bar: { display: 'flex', justifyContent: 'flex-start' },
  name: { width: '32%' },
  state: { width: '104px' },
  runs: { width: '28%' },
  actions: { width: '40px' },
});

/** The workflows of the tenant, the oldest first: where two match, it acts. */
export function WorkflowsPage() {
  const styles = useStyles();
  const connected = useSystemInfo()?.connection != null;
  const list = useQuery(
    api.workflows.list.queryOptions({ refetchOnMount: 'always', refetchInterval: 5000, enabled: connected }),
  );
  const create = (
    <Button appearance="primary" icon={<AddRegular />} onClick={() => goTo({ page: 'new-workflow' })}>
      {words.create}
    </Button>
  );
  return (
    <>
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <Panel title={words.product}>
        {!connected && <EmptyState Icon={FlowRegular} title={words.empty} hint={words.notConnected} />}
        {connected && list.isPending && <Spinner label={strings.loading} />}
        {list.isError && <FailureMessage failure={failureOf(list.error)} onRetry={() => void list.refetch()} />}
        {list.data?.length === 0 && (
          <EmptyState Icon={FlowRegular} title={words.empty} hint={words.hint}>
            {create}
          </EmptyState>
        )}
        {list.data !== undefined && list.data.length > 0 && (
          <>
            <div className={styles.bar}>{create}</div>
            <ListTable aria-label={words.title} size="small">
              <TableHeader>
                <TableRow>
                  <TableHeaderCell className={styles.name}>{words.columns.name}</TableHeaderCell>
                  <TableHeaderCell className={styles.state}>{words.columns.state}</TableHeaderCell>
                  <TableHeaderCell>{words.columns.group}</TableHeaderCell>
                  <TableHeaderCell className={styles.runs}>{words.columns.runs}</TableHeaderCell>
                  <ControlsHeader className={styles.actions}>{strings.actions}</ControlsHeader>
                </TableRow>
              </TableHeader>
              <TableBody>
                {list.data.map(workflow => (
                  <WorkflowRow key={workflow.id} workflow={workflow} />
                ))}
              </TableBody>
            </ListTable>
          </>
        )}
      </Panel>
    </>
  );
}

function WorkflowRow({ workflow }: { workflow: Workflow }) {
  const { id, name, trigger, group, lastRunAt, counts } = workflow;
  return (
    <TableRow>
      <TextCell text={name} under={triggerWords[trigger]}>
        <Link href={hrefOf({ page: 'workflow', workflow: id })}>{name}</Link>
      </TextCell>
      <TableCell>
        <WorkflowState state={workflow.state} />
      </TableCell>
      <TextCell text={group?.name ?? words.everybody} />
      <TextCell
        text={words.counts(counts.assigned + counts.registered, counts.skipped, counts.retrying + counts.attention)}
        under={words.lastRun(formatDate(lastRunAt))}
      />
      <TableCell>
        <WorkflowActions workflow={workflow} />
      </TableCell>
    </TableRow>
  );
}
