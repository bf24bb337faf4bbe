import { Button, Link, makeStyles } from '@fluentui/react-components';
import { AddRegular, FlowRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import type { Workflow } from '../../../contract/workflows/schema.ts';
import { triggerWords } from '../../../contract/workflows/words.ts';
import { api } from '../../client/client.ts';
import { useSystemInfo } from '../../client/hooks.ts';
import { strings } from '../../strings.ts';
import { EmptyState } from '../../ui/display/EmptyState.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { goTo, hrefOf } from '../../ui/page/route.ts';
import { CellText } from '../../ui/table/CellText.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { ListView } from '../../ui/table/ListView.tsx';
import { WorkflowActions } from './WorkflowActions.tsx';
import { WorkflowState } from './WorkflowState.tsx';

const words = strings.workflows;

const useStyles = makeStyles({
  bar: { display: 'flex', justifyContent: 'flex-start' },
});

const columns: readonly Column<Workflow>[] = [
  {
    header: () => words.columns.name,
    width: '32%',
    cell: ({ id, name, trigger }) => (
      <CellText text={name} under={triggerWords[trigger]}>
        <Link href={hrefOf({ page: 'workflow', workflow: id })}>{name}</Link>
      </CellText>
    ),
  },
  { header: () => words.columns.state, width: '104px', cell: ({ state }) => <WorkflowState state={state} /> },
  { header: () => words.columns.group, cell: ({ group }) => <CellText text={group?.name ?? words.everybody} /> },
  {
    header: () => words.columns.runs,
    width: '28%',
    cell: ({ counts, lastRunAt }) => (
      <CellText
        text={words.counts({
          assigned: counts.assigned + counts.registered,
          skipped: counts.skipped,
          failed: counts.retrying + counts.attention,
        })}
        under={words.lastRun({ time: formatDate(lastRunAt) })}
      />
    ),
  },
  {
    header: () => strings.actions,
    width: '40px',
    controls: true,
    cell: workflow => <WorkflowActions workflow={workflow} />,
  },
];

/** The workflows of the tenant, the oldest first. If two workflows match, the oldest one acts. */
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
        {connected ? (
          <ListView
            list={list}
            count={list.data?.length ?? 0}
            empty={
              <EmptyState Icon={FlowRegular} title={words.empty} hint={words.hint}>
                {create}
              </EmptyState>
            }
          >
            <div className={styles.bar}>{create}</div>
            <ListTable label={words.title} columns={columns} rows={list.data ?? []} keyOf={({ id }) => id} />
          </ListView>
        ) : (
          <EmptyState Icon={FlowRegular} title={words.empty} hint={words.notConnected} />
        )}
      </Panel>
    </>
  );
}
