import { Button, Field, makeStyles, ProgressBar, tokens } from '@fluentui/react-components';
import { PrintRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import type { CodeOutcome, CodePart } from '../../../../contract/activation/schema.ts';
import type { AssignmentChoice } from '../../../../contract/assignments/schema.ts';
import { wordsFor } from '../../../../contract/errors/words.ts';
import { client } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { FailureMessage } from '../../../ui/display/FailureMessage.tsx';
import { formatDate } from '../../../ui/display/formatDate.ts';
import { QuietText } from '../../../ui/display/QuietText.tsx';
import { SelectField } from '../../../ui/form/SelectField.tsx';
import { Panel } from '../../../ui/page/Panel.tsx';
import { Row } from '../../../ui/page/Row.tsx';
import type { Column } from '../../../ui/table/columns.ts';
import { ListTable } from '../../../ui/table/ListTable.tsx';
import { printDrawn } from '../../../ui/table/print.ts';
import { useStream } from './useStream.ts';

const words = strings.codes;

/** Hours. */
const VALID_FOR = [4, 24, 72, 168];
const DEFAULT_HOURS = 72;

const useStyles = makeStyles({
  code: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase400, whiteSpace: 'nowrap' },
  hours: { maxWidth: '320px' },
});

/**
 * Creates activation codes for the users of some assignments, and shows them as a list to print. It replaces the list of assignments, so
 * that only the codes are printed.
 * SECURITY: the codes are in this component alone. They are gone when the person leaves it.
 */
export function CodesView({ which, count, onClose }: { which: AssignmentChoice; count: number; onClose(): void }) {
  const styles = useStyles();
  const [hours, setHours] = useState(DEFAULT_HOURS);
  const stream = useStream<CodePart, CodeOutcome>(
    signal => client.activation.codes.makeMany({ which, hours }, { signal }),
    part => part.codes,
  );
  const { rows, done, total, running, stopped, failure } = stream;
  const begun = running || stopped || failure !== null || total > 0;
  return (
    <Panel title={words.title}>
      <QuietText>{begun ? words.once : words.explain({ count })}</QuietText>
      {!begun && (
        <SelectField
          className={styles.hours}
          label={strings.activation.hours}
          options={VALID_FOR.map(each => [String(each), strings.activation.validFor({ hours: each })])}
          value={String(hours)}
          onChoose={value => setHours(Number(value))}
        />
      )}
      {running && (
        <Field label={words.progress({ done, total })}>
          <ProgressBar value={done} max={Math.max(1, total)} />
        </Field>
      )}
      {failure !== null && <FailureMessage failure={failure} />}
      {rows.length > 0 && (
        <ListTable
          label={words.title}
          columns={codeColumns(styles.code)}
          rows={rows}
          keyOf={row => row.user?.id ?? rows.indexOf(row)}
        />
      )}
      <Row data-frame="">
        {!begun && (
          <Button appearance="primary" onClick={stream.start}>
            {words.make}
          </Button>
        )}
        {running && <Button onClick={stream.stop}>{words.stop}</Button>}
        {begun && !running && rows.length > 0 && (
          <Button appearance="primary" icon={<PrintRegular />} onClick={() => void printDrawn()}>
            {strings.print.button}
          </Button>
        )}
        <Button onClick={onClose}>{begun ? words.close : strings.cancel}</Button>
      </Row>
    </Panel>
  );
}

function codeColumns(codeClass: string): readonly Column<CodeOutcome>[] {
  return [
    { header: () => strings.assignments.columns.user, cell: ({ user }) => user?.displayName ?? strings.unknown },
    { header: () => words.userName, cell: ({ user }) => user?.userPrincipalName ?? strings.none },
    {
      header: () => words.code,
      cell: ({ code, failure }) =>
        code === null ? failure && wordsFor(failure).message : <span className={codeClass}>{code}</span>,
    },
    { header: () => words.validUntil, width: '160px', cell: ({ expiresAt }) => formatDate(expiresAt) ?? strings.none },
  ];
}
