import {
  Link,
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableCellLayout,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Assignment } from '../../../contract/assignments.ts';
import {
  assignedKeyWords,
  assignmentPurposeWords,
  reasonWords,
  sourceWords,
} from '../../../contract/assignmentWords.ts';
import { hrefOf } from '../../app/route.ts';
import { failureOf } from '../../client/failure.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { formatDate } from '../../components/formatDate.ts';
import { HiddenText } from '../../components/HiddenText.tsx';
import { strings } from '../../strings.ts';
import { AssignmentActions } from './AssignmentActions.tsx';
import { AssignmentState } from './AssignmentState.tsx';

const words = strings.assignments;

const useStyles = makeStyles({
  state: { width: '100px' },
  short: { width: '84px' },
  source: { width: '92px' },
  when: { width: '112px' },
  reason: { width: '28%' },
  action: { width: '48px' },
  quiet: { color: tokens.colorNeutralForeground3 },
  why: {
    color: tokens.colorNeutralForeground3,
    whiteSpace: 'normal',
    fontSize: tokens.fontSizeBase200,
    paddingBlock: tokens.spacingVerticalS,
  },
});

/** Assignments, one a row; `ofOne` leaves out whose they are. */
export function AssignmentTable(props: { assignments: readonly Assignment[]; label: string; ofOne?: boolean }) {
  const styles = useStyles();
  const { assignments, label, ofOne = false } = props;
  const [error, setError] = useState<unknown>(null);
  return (
    <>
      {error !== null && <FailureMessage failure={failureOf(error)} />}
      <Table aria-label={label} size="small">
        <TableHeader>
          <TableRow>
            {!ofOne && <TableHeaderCell>{words.columns.user}</TableHeaderCell>}
            <TableHeaderCell className={styles.state}>{words.columns.state}</TableHeaderCell>
            <TableHeaderCell className={styles.reason}>{words.columns.why}</TableHeaderCell>
            <TableHeaderCell className={styles.short}>{words.columns.purpose}</TableHeaderCell>
            <TableHeaderCell>{words.columns.key}</TableHeaderCell>
            <TableHeaderCell className={styles.source}>{words.columns.source}</TableHeaderCell>
            <TableHeaderCell className={styles.when}>{words.columns.updated}</TableHeaderCell>
            <TableHeaderCell className={styles.action}>
              <HiddenText>{words.columns.actions}</HiddenText>
            </TableHeaderCell>
          </TableRow>
        </TableHeader>
        <TableBody>
          {assignments.map(assignment => (
            <TableRow key={assignment.id}>
              {!ofOne && (
                <TableCell>
                  <TableCellLayout truncate description={assignment.user.userPrincipalName}>
                    <Link href={hrefOf({ page: 'user', user: assignment.user.id, tab: 'passkeys' })} dir="auto">
                      {assignment.user.displayName}
                    </Link>
                  </TableCellLayout>
                </TableCell>
              )}
              <TableCell>
                <AssignmentState state={assignment.state} />
              </TableCell>
              <TableCell className={styles.why}>{reasonWords(assignment)}</TableCell>
              <TableCell>{assignmentPurposeWords[assignment.purpose]}</TableCell>
              <TableCell>
                <TableCellLayout truncate>{assignedKeyWords(assignment) ?? strings.none}</TableCellLayout>
              </TableCell>
              <TableCell>
                <TableCellLayout truncate>{sourceWords(assignment)}</TableCellLayout>
              </TableCell>
              <TableCell className={styles.quiet}>{formatDate(assignment.updatedAt)}</TableCell>
              <TableCell>
                <AssignmentActions assignment={assignment} onFailed={setError} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </>
  );
}
