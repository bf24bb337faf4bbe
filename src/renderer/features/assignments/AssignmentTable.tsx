import { makeStyles, tokens } from '@fluentui/react-components';
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
import { formatDate } from '../../ui/display/formatDate.ts';
import { CellNote } from '../../ui/table/CellNote.tsx';
import { CellStack } from '../../ui/table/CellStack.tsx';
import { CellText } from '../../ui/table/CellText.tsx';
import { CellUser } from '../../ui/table/CellUser.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { AssignmentActions } from './AssignmentActions.tsx';
import { AccountMark, AssignmentState } from './AssignmentState.tsx';

const words = strings.assignments;

const useStyles = makeStyles({
  states: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalXS },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const userColumn: Column<Assignment> = {
  header: () => words.columns.user,
  width: '20%',
  cell: ({ user: { id, displayName, userPrincipalName } }) => (
    <CellUser id={id} name={displayName} under={userPrincipalName} tab="passkeys" />
  ),
};

/** Assignments with their actions. `ofOne` leaves out the column of the user. */
export function AssignmentTable(props: { assignments: readonly Assignment[]; label: string; ofOne?: boolean }) {
  const styles = useStyles();
  const { assignments, label, ofOne = false } = props;
  const [error, setError] = useState<unknown>(null);
  const columns: Column<Assignment>[] = [
    {
      header: () => words.columns.state,
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
      width: '12%',
      cell: assignment => <CellText text={assignedKeyWords(assignment) ?? strings.none} />,
    },
    {
      header: () => words.columns.source,
      width: '13%',
      cell: assignment => (
        <CellText text={sourceWords(assignment)} under={assignmentPurposeWords[assignment.purpose]} />
      ),
    },
    {
      header: () => words.columns.updated,
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
        columns={ofOne ? columns : [userColumn, ...columns]}
        rows={assignments}
        keyOf={({ id }) => id}
      />
    </>
  );
}
