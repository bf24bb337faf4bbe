import { Button, MessageBar, MessageBarBody, Tooltip } from '@fluentui/react-components';
import { DeleteRegular } from '@fluentui/react-icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LiveBatch } from '../../../contract/batches/live.ts';
import {
  type Batch,
  openRows,
  type RetriedState,
  type RowState,
  retriedStates,
  rowStates,
} from '../../../contract/batches/schema.ts';
import { batchStateWords, rowStateWords } from '../../../contract/batches/words.ts';
import { api, client, queryClient } from '../../client/client.ts';
import { useBatch } from '../../client/hooks.ts';
import { strings } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { ClipboardNote } from '../../ui/display/ClipboardNote.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { QueryState } from '../../ui/display/QueryState.tsx';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo } from '../../ui/page/route.ts';
import { Trail } from '../../ui/page/Trail.tsx';
import { CountTabs } from '../../ui/table/CountTabs.tsx';
import { BatchSummary } from './BatchSummary.tsx';
import { CheckPanel } from './CheckPanel.tsx';
import { useCheck } from './checks.ts';
import { HandOverButtons } from './handover/HandOverButtons.tsx';
import { PrinterWarning } from './PrinterWarning.tsx';
import { RowGrid } from './rows/RowGrid.tsx';
import { refreshRows } from './rows/refresh.ts';
import { StartBatch } from './StartBatch.tsx';

const words = strings.batch;
/** States that are always shown. The others are shown if a row has them. */
const usual: readonly RowState[] = ['waiting-for-key', 'done', 'failed', 'skipped'];

/** One batch: its check, its rows, and the start of its run. */
export function BatchPage({ id }: { id: string }) {
  const { live, error } = useBatch(id);
  const waiting = {
    isPending: error === undefined,
    isError: error !== undefined,
    error,
    refetch: async () => undefined,
  };
  if (live === undefined) {
    return (
      <>
        <PageHeading title={strings.batches.title} />
        <QueryState query={waiting} />
      </>
    );
  }
  return <Shown live={live} />;
}

function Shown({ live: { batch, running } }: { live: LiveBatch }) {
  const { id, name, counts } = batch;
  const [state, setState] = useState<RowState | 'all'>('all');
  const check = useCheck(id, counts);
  const until = useQuery(api.deferred.ofBatch.queryOptions({ input: { id } })).data?.until ?? null;
  const retry = useMutation({
    mutationFn: (state: RetriedState) => client.batches.retry({ id, states: [state] }),
    onSettled: refreshRows,
  });
  const open = openRows(counts) > 0;
  const states = rowStates.filter(each => usual.includes(each) || counts[each] > 0);
  return (
    <>
      <Trail above={[{ route: { page: 'batches' }, name: strings.batches.title }]} current={name} />
      <PageHeading title={name}>{aboutOf(batch)}</PageHeading>
      <CheckPanel batch={batch} check={check} />
      <PrinterWarning batch={batch} />
      {until !== null && open && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{words.packaged({ time: formatDate(until) })}</MessageBarBody>
        </MessageBar>
      )}
      <Row data-frame="">
        {open && <StartBatch batch={batch} running={running} packagedUntil={until} />}
        {retriedStates.map(
          each =>
            counts[each] > 0 && (
              <Button key={each} disabledFocusable={retry.isPending} onClick={() => retry.mutate(each)}>
                {words.retryAll[each]}
              </Button>
            ),
        )}
        <HandOverButtons batch={batch} />
        <DeleteBatch batch={batch} running={running} />
      </Row>
      <CallFailure error={retry.error} />
      <ClipboardNote />
      <BatchSummary batch={batch} />
      <CountTabs
        label={words.states}
        states={states}
        nameOf={each => (each === 'all' ? words.all : rowStateWords[each])}
        counts={counts}
        chosen={state}
        onChoose={setState}
      />
      <Panel filling>
        <RowGrid key={state} batch={batch} state={state} />
      </Panel>
    </>
  );
}

function aboutOf({ state, createdAt, existing }: Batch): string {
  return words.about({ state: batchStateWords[state], time: formatDate(createdAt), existing });
}

function DeleteBatch({ batch: { id, name, state, pinsKept }, running }: { batch: Batch; running: boolean }) {
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () => client.batches.delete({ id, discardPins: true }),
    onSuccess: () => {
      goTo({ page: 'batches' });
      void queryClient.invalidateQueries({ queryKey: api.batches.list.key() });
    },
  });
  const isRunning = running && state === 'running';
  const button = (
    <Button appearance="subtle" icon={<DeleteRegular />} disabledFocusable={isRunning} onClick={() => setAsking(true)}>
      {words.delete}
    </Button>
  );
  return (
    <>
      {isRunning ? (
        <Tooltip content={words.pauseFirst} relationship="description">
          {button}
        </Tooltip>
      ) : (
        button
      )}
      {asking && (
        <ConfirmDialog
          title={words.deleteTitle({ name })}
          action={words.delete}
          work={remove}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsking(false)}
        >
          {words.deleteText({ count: pinsKept })}
        </ConfirmDialog>
      )}
    </>
  );
}
