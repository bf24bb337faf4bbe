import { Button, Field, ProgressBar, Text } from '@fluentui/react-components';
import type { AssignmentChoice, BulkAction, BulkPart, BulkRow } from '../../../../contract/assignments/schema.ts';
import { wordsFor } from '../../../../contract/errors/words.ts';
import { client } from '../../../client/client.ts';
import { refreshAssignments } from '../../../client/refreshAssignments.ts';
import { strings } from '../../../strings.ts';
import { AppDialog } from '../../../ui/dialog/AppDialog.tsx';
import { FailureMessage } from '../../../ui/display/FailureMessage.tsx';
import { ListTable } from '../../../ui/table/ListTable.tsx';
import { type StreamState, useStream } from './useStream.ts';

const words = strings.assignments;
const { bulk } = strings;

/** More failures than this are counted, and not listed. */
const MOST_LISTED = 200;

/**
 * Asks before something is done with many assignments, and shows how far it is and what failed, row by row. It can be stopped and continued.
 * @param count the number of selected assignments
 */
export function BulkDialog(props: { action: BulkAction; which: AssignmentChoice; count: number; onClose(): void }) {
  const { action, which, count, onClose } = props;
  const stream = useStream<BulkPart, BulkRow>(
    signal => client.assignments.bulk({ action, which }, { signal }),
    part => part.rows,
  );
  const { running, stopped, rows, failure } = stream;
  const begun = running || stopped || failure !== null || rows.length > 0 || stream.total > 0;
  const isOver = begun && !running && !stopped && failure === null;
  const close = () => {
    stream.stop();
    if (begun) void refreshAssignments();
    onClose();
  };
  const again = begun ? bulk.continue : bulk.actions[action];
  return (
    <AppDialog
      modalType="alert"
      width="720px"
      title={bulk.titles[action]({ count })}
      {...(running || isOver ? {} : { action: { label: again, onClick: stream.start } })}
      {...(running ? { before: <Button onClick={stream.stop}>{bulk.stop}</Button> } : {})}
      closeLabel={strings.close}
      primaryClose={isOver}
      onClose={close}
    >
      {!begun && <Text>{bulk.texts[action]}</Text>}
      {begun && <Progress stream={stream} />}
      {stopped && <Text>{bulk.stopped}</Text>}
      {failure !== null && <FailureMessage failure={failure} />}
      <FailedRows rows={rows} />
    </AppDialog>
  );
}

function Progress({ stream }: { stream: StreamState<BulkRow> }) {
  const { rows, done, total } = stream;
  const counted = (outcome: BulkRow['outcome']) => rows.filter(row => row.outcome === outcome).length;
  const numbers = { done: counted('done'), unchanged: counted('unchanged'), failed: counted('failed') };
  return (
    <Field validationState="none" validationMessage={bulk.numbers(numbers)} label={bulk.progress({ done, total })}>
      <ProgressBar value={done} max={Math.max(1, total)} />
    </Field>
  );
}

function FailedRows({ rows }: { rows: readonly BulkRow[] }) {
  const failed = rows.filter(({ outcome }) => outcome === 'failed');
  if (failed.length === 0) return null;
  return (
    <>
      <ListTable
        compact
        label={bulk.failed}
        columns={[
          { header: () => words.columns.user, width: '35%', cell: ({ id, user }) => user?.userPrincipalName ?? id },
          {
            header: () => bulk.why,
            cell: ({ failure }) => (failure === null ? '' : wordsFor(failure).message),
          },
        ]}
        rows={failed.slice(0, MOST_LISTED)}
        keyOf={({ id }) => id}
      />
      {failed.length > MOST_LISTED && <Text>{bulk.moreFailed({ count: failed.length - MOST_LISTED })}</Text>}
    </>
  );
}
