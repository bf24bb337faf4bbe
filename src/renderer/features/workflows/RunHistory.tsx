import {
  Badge,
  Button,
  Link,
  makeStyles,
  Spinner,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { HistoryRegular } from '@fluentui/react-icons';
import { keepPreviousData, useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { wordsFor } from '../../../contract/errors/words.ts';
import { type Run, type RunState, runStates, type Workflow } from '../../../contract/workflows/schema.ts';
import { runStateWords, skipWords } from '../../../contract/workflows/words.ts';
import { hrefOf } from '../../app/route.ts';
import { api } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { ControlsHeader } from '../../ui/ControlsHeader.tsx';
import { CountTabs } from '../../ui/CountTabs.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { formatDate } from '../../ui/formatDate.ts';
import { ListFoot } from '../../ui/ListFoot.tsx';
import { ListTable } from '../../ui/ListTable.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TextCell } from '../../ui/TextCell.tsx';
import { refreshWorkflows } from './refresh.ts';

const words = strings.workflows;
const PAGE = 50;

const colors: Record<RunState, 'informative' | 'success' | 'warning' | 'danger' | 'brand'> = {
  assigned: 'brand',
  registered: 'success',
  skipped: 'informative',
  retrying: 'warning',
  attention: 'danger',
};

const useStyles = makeStyles({
  user: { width: '24%' },
  outcome: { width: '112px' },
  when: { width: '164px' },
  action: { width: '64px' },
  why: {
    color: tokens.colorNeutralForeground3,
    whiteSpace: 'normal',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
  },
});

/** Each user that a workflow handled, with the outcome and why. */
export function RunHistory({ workflow }: { workflow: Workflow }) {
  const styles = useStyles();
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
      getNextPageParam: page => page.next,
      placeholderData: keepPreviousData,
      refetchOnMount: 'always',
      // Somebody who reads further down does not see the newest, and all parts would be asked for again.
      refetchInterval: query => ((query.state.data?.pages.length ?? 0) > 1 ? false : 5000),
    }),
  );
  const runs = list.data?.pages.flatMap(page => page.runs) ?? [];
  const counted = runStates.map(value => ({ value, label: runStateWords[value], count: workflow.counts[value] }));
  const all = counted.reduce((sum, { count }) => sum + count, 0);
  return (
    <>
      <CountTabs<RunState | 'all'>
        label={words.history}
        counts={[{ value: 'all', label: words.all, count: all }, ...counted]}
        chosen={state}
        onChoose={setState}
      />
      <Panel title={words.history}>
        {list.isPending && <Spinner label={strings.loading} />}
        {list.isError && <FailureMessage failure={failureOf(list.error)} onRetry={() => void list.refetch()} />}
        {list.isSuccess && runs.length === 0 && (
          <EmptyState Icon={HistoryRegular} title={words.noRuns} hint={words.noRunsHint} />
        )}
        {runs.length > 0 && (
          <ListTable aria-label={words.history} size="small">
            <TableHeader>
              <TableRow>
                <TableHeaderCell className={styles.user}>{words.runColumns.user}</TableHeaderCell>
                <TableHeaderCell className={styles.outcome}>{words.runColumns.outcome}</TableHeaderCell>
                <TableHeaderCell>{words.runColumns.reason}</TableHeaderCell>
                <TableHeaderCell className={styles.when}>{words.runColumns.at}</TableHeaderCell>
                <ControlsHeader className={styles.action}>{strings.actions}</ControlsHeader>
              </TableRow>
            </TableHeader>
            <TableBody>
              {runs.map(run => (
                <RunRow key={run.n} run={run} />
              ))}
            </TableBody>
          </ListTable>
        )}
        <ListFoot list={list} shown={runs.length} more={words.moreRuns} />
      </Panel>
    </>
  );
}

function RunRow({ run }: { run: Run }) {
  const styles = useStyles();
  const retry = useMutation(api.workflows.retry.mutationOptions({ onSettled: refreshWorkflows }));
  return (
    <TableRow>
      <TextCell text={run.user.displayName} under={run.user.userPrincipalName}>
        <Link href={hrefOf({ page: 'user', user: run.user.id, tab: 'passkeys' })}>{run.user.displayName}</Link>
      </TextCell>
      <TableCell>
        <Badge appearance="tint" color={colors[run.state]}>
          {runStateWords[run.state]}
        </Badge>
      </TableCell>
      <TableCell className={styles.why}>
        {retry.isError ? wordsFor(failureOf(retry.error)).message : why(run)}
      </TableCell>
      <TextCell text={formatDate(run.at) ?? run.at} under={words.version(run.version)} quiet />
      <TableCell>
        {(run.state === 'attention' || run.state === 'retrying') && (
          <Button size="small" disabledFocusable={retry.isPending} onClick={() => retry.mutate({ n: run.n })}>
            {words.retry}
          </Button>
        )}
      </TableCell>
    </TableRow>
  );
}

function why({ reason, olderWorkflow, failure, nextAt, occasion }: Run): string {
  const parts = [
    words.occasions[occasion],
    reason === 'older-workflow' && olderWorkflow !== null ? words.older(olderWorkflow) : null,
    reason !== null && reason !== 'older-workflow' ? skipWords[reason] : null,
    failure === null ? null : wordsFor(failure).message,
    nextAt === null ? null : words.nextTry(formatDate(nextAt) ?? nextAt),
  ];
  return parts.filter(part => part !== null && part !== '').join(' · ');
}
