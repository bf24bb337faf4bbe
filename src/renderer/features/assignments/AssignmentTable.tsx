import {
  Link,
  makeStyles,
  TableBody,
  TableCell,
  TableHeader,
  TableHeaderCell,
  TableRow,
  tokens,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { Assignment } from '../../../contract/assignments/schema.ts';
import {
  assignedKeyWords,
  assignmentPurposeWords,
  reasonWords,
  sourceWords,
} from '../../../contract/assignments/words.ts';
import { hrefOf } from '../../app/route.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { ControlsHeader } from '../../ui/ControlsHeader.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { formatDate } from '../../ui/formatDate.ts';
import { ListTable } from '../../ui/ListTable.tsx';
import { TextCell } from '../../ui/TextCell.tsx';
import { AssignmentActions } from './AssignmentActions.tsx';
import { AssignmentState } from './AssignmentState.tsx';

const words = strings.assignments;

const useStyles = makeStyles({
  user: { width: '20%' },
  key: { width: '12%' },
  source: { width: '13%' },
  when: { width: '104px' },
  action: { width: '40px' },
  state: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'flex-start',
    gap: tokens.spacingVerticalXXS,
    paddingBlock: tokens.spacingVerticalXS,
  },
  quiet: { color: tokens.colorNeutralForeground3 },
  why: {
    color: tokens.colorNeutralForeground3,
    whiteSpace: 'normal',
    fontSize: tokens.fontSizeBase200,
    lineHeight: tokens.lineHeightBase200,
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
      <ListTable aria-label={label} size="small">
        <TableHeader>
          <TableRow>
            {!ofOne && <TableHeaderCell className={styles.user}>{words.columns.user}</TableHeaderCell>}
            <TableHeaderCell>{words.columns.state}</TableHeaderCell>
            <TableHeaderCell className={styles.key}>{words.columns.key}</TableHeaderCell>
            <TableHeaderCell className={styles.source}>{words.columns.source}</TableHeaderCell>
            <TableHeaderCell className={styles.when}>{words.columns.updated}</TableHeaderCell>
            <ControlsHeader className={styles.action}>{words.columns.actions}</ControlsHeader>
          </TableRow>
        </TableHeader>
        <TableBody>
          {assignments.map(assignment => (
            <TableRow key={assignment.id}>
              {!ofOne && (
                <TextCell text={assignment.user.displayName} under={assignment.user.userPrincipalName}>
                  <Link href={hrefOf({ page: 'user', user: assignment.user.id, tab: 'passkeys' })}>
                    {assignment.user.displayName}
                  </Link>
                </TextCell>
              )}
              <TableCell>
                <div className={styles.state}>
                  <AssignmentState state={assignment.state} />
                  <span className={styles.why}>{reasonWords(assignment)}</span>
                </div>
              </TableCell>
              <TextCell text={assignedKeyWords(assignment) ?? strings.none} />
              <TextCell text={sourceWords(assignment)} under={assignmentPurposeWords[assignment.purpose]} />
              <TableCell className={styles.quiet}>{formatDate(assignment.updatedAt)}</TableCell>
              <TableCell>
                <AssignmentActions assignment={assignment} onFailed={setError} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </ListTable>
    </>
  );
}
