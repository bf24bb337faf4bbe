import { Button, Field, MessageBar, MessageBarActions, MessageBarBody, ProgressBar } from '@fluentui/react-components';
import type { Batch } from '../../../contract/batches/schema.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { type Check, startCheck, stopCheck } from './checks.ts';

const words = strings.batch;

/** The progress of the check. Shows nothing after all rows were checked completely. */
export function CheckPanel({
  batch: { id, rows, counts, checkedInPart: inPart },
  check,
}: {
  batch: Batch;
  check: Check;
}) {
  const left = counts.waiting + counts.preparing;
  if (check.pending) {
    const done = rows - left;
    return (
      <Panel title={words.checking}>
        <Field validationState="none" validationMessage={words.checked({ done, total: rows })}>
          <ProgressBar aria-label={words.checking} value={done} max={rows} />
        </Field>
        <Row>
          <Button onClick={() => stopCheck(id)}>{words.stop}</Button>
        </Row>
      </Panel>
    );
  }
  if (check.error !== null) return <CallFailure error={check.error} onRetry={() => void startCheck(id)} />;
  if (left === 0 && inPart > 0) {
    return (
      <MessageBar intent="warning" layout="multiline">
        <MessageBarBody>{words.inPart({ count: inPart })}</MessageBarBody>
        <MessageBarActions>
          <Button onClick={() => void startCheck(id)}>{words.checkAgain}</Button>
        </MessageBarActions>
      </MessageBar>
    );
  }
  if (!check.stopped || left === 0) return null;
  return (
    <MessageBar intent="warning" layout="multiline">
      <MessageBarBody>{words.stopped({ left })}</MessageBarBody>
      <MessageBarActions>
        <Button onClick={() => void startCheck(id)}>{words.goOn}</Button>
      </MessageBarActions>
    </MessageBar>
  );
}
