import { Checkbox, makeStyles, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import type { Assignment } from '../../../contract/assignments/schema.ts';
import {
  assignedKeyWords,
  assignmentPurposeWords,
  reasonWords,
  sourceWords,
} from '../../../contract/assignments/words.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { formatDate, formatDay } from '../../ui/display/formatDate.ts';
import { CellNote } from '../../ui/table/CellNote.tsx';
import { CellStack } from '../../ui/table/CellStack.tsx';
import { CellText } from '../../ui/table/CellText.tsx';
import { CellUser } from '../../ui/table/CellUser.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { type ListOrder, ListTable } from '../../ui/table/ListTable.tsx';
import { checkedState, everybody, isSelected, nobody, type Selection, toggled } from '../../ui/table/selection.ts';
import { AssignmentActions } from './AssignmentActions.tsx';
import { AccountMark, AssignmentState } from './AssignmentState.tsx';

const words = strings.assignments;

const useStyles = makeStyles({
  states: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const userColumn: Column<Assignment> = {
  header: () => words.columns.user,
  sort: 'user',
  width: '18%',
  cell: ({ user: { id, displayName, userPrincipalName } }) => (
    <CellUser id={id} name={displayName} under={userPrincipalName} tab="passkeys" />
  ),
};

/** What the table needs so that a person can select rows. */
export interface RowSelection {
  readonly selection: Selection;
  onSelect(change: (before: Selection) => Selection): void;
}

/** Assignments with their actions. `ofOne` leaves out the column of the user. */
export function AssignmentTable(props: {
  assignments: readonly Assignment[];
  label: string;
  ofOne?: boolean;
  order?: ListOrder;
  selecting?: RowSelection;
}) {
  const styles = useStyles();
  const { assignments, label, ofOne = false, order, selecting } = props;
  const [error, setError] = useState<unknown>(null);
  const columns: Column<Assignment>[] = [
    {
      header: () => words.columns.state,
      sort: 'state',
      cell: assignment => (
        <CellStack>
          <div className={styles.states}>
            <AssignmentState state={assignment.state} />
            <AccountMark account={assignment.account} />
          </div>
          <CellNote>{reasonWords(assignment)}</CellNote>
        </CellStack>
      ),
    },
    {
      header: () => words.columns.key,
      sort: 'key',
      width: '11%',
      cell: assignment => <CellText text={assignedKeyWords(assignment) ?? strings.none} />,
    },
    {
      header: () => words.columns.source,
      sort: 'source',
      width: '11%',
      cell: assignment => (
        <CellText text={sourceWords(assignment)} under={assignmentPurposeWords[assignment.purpose]} />
      ),
    },
    ...(ofOne
      ? []
      : [
          {
            header: () => words.columns.created,
            sort: 'created',
            width: '96px',
            cell: ({ createdAt }: Assignment) => <span className={styles.quiet}>{formatDay(createdAt)}</span>,
          },
        ]),
    {
      header: () => words.columns.updated,
      sort: 'updated',
      width: '104px',
      cell: ({ updatedAt }) => <span className={styles.quiet}>{formatDate(updatedAt)}</span>,
    },
    {
      header: () => words.columns.actions,
      width: '40px',
      controls: true,
      cell: assignment => <AssignmentActions assignment={assignment} onFailed={setError} />,
    },
  ];
  return (
    <>
      <CallFailure error={error} />
      <ListTable
        label={label}
        columns={[
          ...(selecting === undefined ? [] : [selectColumn(selecting)]),
          ...(ofOne ? [] : [userColumn]),
          ...columns,
        ]}
        order={order}
        rows={assignments}
        keyOf={({ id }) => id}
      />
    </>
  );
}

/** The column of checkboxes. The one in the header selects all assignments of the filter, also those that are not loaded yet. */
function selectColumn({ selection, onSelect }: RowSelection): Column<Assignment> {
  const checked = checkedState(selection);
  return {
    header: () => words.columns.select,
    head: (
      <Checkbox
        aria-label={words.selectAll}
        checked={checked}
        onChange={() => onSelect(() => (checked === false ? everybody : nobody))}
      />
    ),
    width: '44px',
    controls: true,
    cell: ({ id, user }) => (
      <Checkbox
        aria-label={words.select({ name: user.displayName })}
        checked={isSelected(selection, id)}
        onChange={() => onSelect(before => toggled(before, id))}
      />
    ),
  };
}
