import {
  Button,
  Link,
  makeStyles,
  Spinner,
  Table,
  TableBody,
  TableCell,
  TableCellLayout,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { AddRegular, FlowRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { Workflow } from '../../../contract/workflows.ts';
import { triggerWords } from '../../../contract/workflowWords.ts';
import { goTo, hrefOf } from '../../app/route.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { useSystemInfo } from '../../client/hooks.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { formatDate } from '../../components/formatDate.ts';
import { PageHeading } from '../../components/PageHeading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { strings } from '../../strings.ts';
import { WorkflowActions } from './WorkflowActions.tsx';
import { WorkflowState } from './WorkflowState.tsx';

const words = strings.workflows;

const useStyles = makeStyles({
  bar: { display: 'flex', justifyContent: 'flex-start' },
  state: { width: '120px' },
  when: { width: '175px' },
  actions: { width: '48px' },
  quiet: { color: tokens.colorNeutralForeground3 },
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
            <Table aria-label={words.title} size="small">
              <TableHeader>
                <TableRow>
                  <TableHeaderCell>{words.columns.name}</TableHeaderCell>
                  <TableHeaderCell className={styles.state}>{words.columns.state}</TableHeaderCell>
                  <TableHeaderCell>{words.columns.trigger}</TableHeaderCell>
                  <TableHeaderCell>{words.columns.group}</TableHeaderCell>
                  <TableHeaderCell className={styles.when}>{words.columns.lastRun}</TableHeaderCell>
                  <TableHeaderCell>{words.columns.runs}</TableHeaderCell>
                  <TableHeaderCell className={styles.actions} aria-label={words.more} />
                </TableRow>
              </TableHeader>
              <TableBody>
                {list.data.map(workflow => (
                  <WorkflowRow key={workflow.id} workflow={workflow} />
                ))}
              </TableBody>
            </Table>
          </>
        )}
      </Panel>
    </>
  );
}

function WorkflowRow({ workflow }: { workflow: Workflow }) {
  const styles = useStyles();
  const { id, name, trigger, group, lastRunAt, counts } = workflow;
  return (
    <TableRow>
      <TableCell>
        <TableCellLayout truncate>
          <Link href={hrefOf({ page: 'workflow', workflow: id })}>{name}</Link>
        </TableCellLayout>
      </TableCell>
      <TableCell>
        <WorkflowState state={workflow.state} />
      </TableCell>
      <TableCell>
        <TableCellLayout truncate>{triggerWords[trigger]}</TableCellLayout>
      </TableCell>
      <TableCell>
        <TableCellLayout truncate>{group?.name ?? words.everybody}</TableCellLayout>
      </TableCell>
      <TableCell className={styles.quiet}>{formatDate(lastRunAt) ?? words.never}</TableCell>
      <TableCell>
        {words.counts(counts.assigned + counts.registered, counts.skipped, counts.retrying + counts.attention)}
      </TableCell>
      <TableCell>
        <WorkflowActions workflow={workflow} />
      </TableCell>
    </TableRow>
  );
}
