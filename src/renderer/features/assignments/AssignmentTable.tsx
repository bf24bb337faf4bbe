import { Link, makeStyles, tokens } from '@fluentui/react-components';
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
import { hrefOf } from '../../ui/page/route.ts';
import { CellText } from '../../ui/table/CellText.tsx';
import type { Column } from '../../ui/table/columns.ts';
import { CellNote, ListTable } from '../../ui/table/ListTable.tsx';
import { AssignmentActions } from './AssignmentActions.tsx';
import { AssignmentState } from './AssignmentState.tsx';

const words = strings.assignments;

const useStyles = makeStyles({
  state: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalXXS,
    paddingBlock: tokens.spacingVerticalXS,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
});

const userColumn: Column<Assignment> = {
  header: words.columns.user,
  width: '20%',
  cell: ({ user }) => (
    <CellText text={user.displayName} under={user.userPrincipalName}>
      <Link href={hrefOf({ page: 'user', user: user.id, tab: 'passkeys' })}>{user.displayName}</Link>
    </CellText>
  ),
};

/** Assignments, one a row; `ofOne` leaves out whose they are. */
export function AssignmentTable(props: { assignments: readonly Assignment[]; label: string; ofOne?: boolean }) {
  const styles = useStyles();
  const { assignments, label, ofOne = false } = props;
  const [error, setError] = useState<unknown>(null);
  const columns: Column<Assignment>[] = [
    {
      header: words.columns.state,
      cell: assignment => (
        <div className={styles.state}>
          <AssignmentState state={assignment.state} />
          <CellNote>{reasonWords(assignment)}</CellNote>
        </div>
      ),
    },
    {
      header: words.columns.key,
      width: '12%',
      cell: assignment => <CellText text={assignedKeyWords(assignment) ?? strings.none} />,
    },
    {
      header: words.columns.source,
      width: '13%',
      cell: assignment => (
        <CellText text={sourceWords(assignment)} under={assignmentPurposeWords[assignment.purpose]} />
      ),
    },
    {
      header: words.columns.updated,
      width: '104px',
      cell: ({ updatedAt }) => <span className={styles.quiet}>{formatDate(updatedAt)}</span>,
    },
    {
      header: words.columns.actions,
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
