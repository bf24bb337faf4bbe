import { Button, ProgressBar, Text } from '@fluentui/react-components';
import { ArrowSyncCheckmarkRegular, CheckmarkCircleRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { type DifferenceKind, differenceKinds } from '../../../contract/reconciliation/schema.ts';
import { differenceWords } from '../../../contract/reconciliation/words.ts';
import { strings } from '../../strings.ts';
import { EmptyState } from '../../ui/display/EmptyState.tsx';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { SelectField } from '../../ui/form/SelectField.tsx';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { ComparedNotes } from './Compared.tsx';
import { DifferenceTable } from './DifferenceTable.tsx';
import type { Report } from './report.ts';
import { useReport } from './useReport.ts';

const words = strings.reconciliation;

/** Number of differences that are drawn at first, and added by each Show more. */
const PAGE = 100;

/** The report of the tenant: all differences between Entra and the record. Keys are compared on their own pages. */
export function ReconciliationPage() {
  const { report, start, stop, compareUser } = useReport();
  return (
    <>
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <Panel>
        <Row data-frame="">
          {report?.running === true ? (
            <Button onClick={stop}>{words.stop}</Button>
          ) : (
            <Button appearance="primary" icon={<ArrowSyncCheckmarkRegular />} onClick={start}>
              {report === null ? words.compare : words.compareAgain}
            </Button>
          )}
          <Text role="status">{report === null ? words.hint : stateText(report)}</Text>
        </Row>
        {report?.running === true && (
          <ProgressBar
            aria-label={words.comparing}
            {...(report.total === 0 ? {} : { value: report.done / report.total })}
          />
        )}
        {report !== null && <Result report={report} onMended={compareUser} onRetry={start} />}
      </Panel>
    </>
  );
}

function stateText({ running, complete, done, total, differences }: Report): string {
  if (running) return total === 0 ? words.comparing : words.progress({ done, total });
  const count = differences.length;
  return complete ? words.compared({ users: done, count }) : words.stopped({ done, total });
}

function Result(props: { report: Report; onMended(user: string): void; onRetry(): void }) {
  const { report, onMended, onRetry } = props;
  const [kind, setKind] = useState<DifferenceKind | ''>('');
  const [most, setMost] = useState(PAGE);
  const { differences, unread, audit, more, failure, complete } = report;
  const kinds = differenceKinds.filter(each => differences.some(difference => difference.kind === each));
  const chosen = kind !== '' && kinds.includes(kind) ? kind : '';
  const shown = differences.filter(difference => chosen === '' || difference.kind === chosen);
  const options = kinds.map(each => [each, optionText(each, report)] as const);
  return (
    <>
      {failure !== null && <FailureMessage failure={failure} onRetry={onRetry} />}
      <ComparedNotes found={{ unread, audit, more, keyInconsistent: false }} />
      {kinds.length > 1 && (
        <SelectField
          label={words.columns.difference}
          options={[['', words.all({ count: differences.length })], ...options]}
          value={chosen}
          onChoose={each => setKind(differenceKinds.find(known => known === each) ?? '')}
        />
      )}
      {shown.length > 0 && (
        <DifferenceTable
          differences={shown.slice(0, most)}
          label={words.differences}
          onMended={({ user }) => user !== null && onMended(user.id)}
        />
      )}
      {shown.length > most && (
        <div>
          <Button onClick={() => setMost(most + PAGE)}>{strings.assignments.more}</Button>
        </div>
      )}
      {complete && differences.length === 0 && (
        <EmptyState Icon={CheckmarkCircleRegular} title={words.none} hint={words.noneHint} />
      )}
    </>
  );
}

function optionText(kind: DifferenceKind, { differences }: Report): string {
  const count = differences.filter(difference => difference.kind === kind).length;
  return words.kindCount({ kind: differenceWords[kind], count });
}
