import { Button } from '@fluentui/react-components';
import { HistoryRegular } from '@fluentui/react-icons';
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type Run, type RunState, runStates, type Workflow } from '../../../contract/workflows/schema.ts';
import { runStateWords } from '../../../contract/workflows/words.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { EmptyState } from '../../ui/display/EmptyState.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { StateBadge } from '../../ui/display/StateBadge.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { CellNote } from '../../ui/table/CellNote.tsx';
import { CellText } from '../../ui/table/CellText.tsx';
import { CellUser } from '../../ui/table/CellUser.tsx';
import { CountTabs } from '../../ui/table/CountTabs.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ListFoot } from '../../ui/table/ListFoot.tsx';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { ListView } from '../../ui/table/ListView.tsx';
import { paged } from '../../ui/table/paged.ts';
import { refreshWorkflows } from './refresh.ts';
import { runReason } from './runReason.ts';

const words = strings.workflows;
const PAGE = 50;

const colors: Record<RunState, 'informative' | 'success' | 'warning' | 'danger' | 'brand'> = {
  assigned: 'brand',
  registered: 'success',
  skipped: 'informative',
  retrying: 'warning',
  attention: 'danger',
};

/** The runs of a workflow: each user that it handled, the outcome and the reason. */
export function RunHistory({ workflow }: { workflow: Workflow }) {
  const [refused, setRefused] = useState<ReadonlyMap<number, unknown>>(new Map());
  const [state, setState] = useState<RunState | 'all'>('all');
  const list = useInfiniteQuery(
    api.workflows.runs.infiniteOptions({
      input: (before: number | undefined) => ({
        workflowId: workflow.id,
        limit: PAGE,
        ...(state === 'all' ? {} : { state }),
        ...(before === undefined ? {} : { before }),
      }),
      initialPageParam: undefined,
      ...paged,
      // With more than one part loaded the person reads older runs, and each refresh would load all parts again.
      refetchInterval: query => ((query.state.data?.pages.length ?? 0) > 1 ? false : 5000),
    }),
  );
  const runs = list.data?.pages.flatMap(page => page.runs) ?? [];
  const onRetried = (n: number, error: unknown) => setRefused(before => new Map(before).set(n, error));
  const columns: readonly Column<Run>[] = [
    {
      header: () => words.runColumns.user,
      width: '24%',
      cell: ({ user: { id, displayName, userPrincipalName } }) => (
        <CellUser id={id} name={displayName} under={userPrincipalName} tab="passkeys" />
      ),
    },
    {
      header: () => words.runColumns.outcome,
      width: '112px',
      cell: run => <StateBadge color={colors[run.state]}>{runStateWords[run.state]}</StateBadge>,
    },
    { header: () => words.runColumns.reason, cell: run => <CellNote>{runReason(run, refused.get(run.n))}</CellNote> },
    {
      header: () => words.runColumns.at,
      width: '164px',
      cell: ({ at, version }) => <CellText text={formatDate(at) ?? at} under={words.version({ version })} quiet />,
    },
    {
      header: () => strings.actions,
      width: '64px',
      controls: true,
      cell: run =>
        (run.state === 'attention' || run.state === 'retrying') && (
          <RetryButton run={run} onEnd={error => onRetried(run.n, error)} />
        ),
    },
  ];
  return (
    <>
      <CountTabs
        label={words.history}
        states={runStates}
        nameOf={each => (each === 'all' ? words.all : runStateWords[each])}
        counts={workflow.counts}
        chosen={state}
        onChoose={setState}
      />
      <Panel title={words.history}>
        <ListView
          list={list}
          count={runs.length}
          empty={<EmptyState Icon={HistoryRegular} title={words.noRuns} hint={words.noRunsHint} />}
          foot={<ListFoot list={list} shown={runs.length} more={words.moreRuns} />}
        >
          <ListTable label={words.history} columns={columns} rows={runs} keyOf={({ n }) => n} />
        </ListView>
      </Panel>
    </>
  );
}

function RetryButton({ run: { n }, onEnd }: { run: Run; onEnd: (error: unknown) => void }) {
  const retry = useMutation(
    api.workflows.retry.mutationOptions({
      onMutate: () => onEnd(null),
      onError: onEnd,
      onSettled: refreshWorkflows,
    }),
  );
  return (
    <Button size="small" disabledFocusable={retry.isPending} onClick={() => retry.mutate({ n })}>
      {words.retry}
    </Button>
  );
}
