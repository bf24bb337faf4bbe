import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { strings } from '../../strings.ts';
import { useOnLeave } from '../../ui/focus/useOnLeave.ts';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { useEnrollments } from './EnrollmentProvider.tsx';
import { FailedView } from './FailedView.tsx';
import { ForgetPinDialog } from './ForgetPinDialog.tsx';
import { HeldPin } from './HeldPin.tsx';
import { InteractionPrompt } from './InteractionPrompt.tsx';
import { ResultView } from './ResultView.tsx';
import { RunWarnings } from './RunWarnings.tsx';
import type { Run } from './run.ts';
import { StepList } from './StepList.tsx';
import { useHeldPin } from './useHeldPin.ts';
import { usePasskeyGone } from './usePasskeyGone.ts';

const words = strings.enroll;

const useStyles = makeStyles({
  columns: {
    display: 'grid',
    gridTemplateColumns: 'minmax(280px, 2fr) 3fr',
    alignItems: 'start',
    gap: tokens.spacingHorizontalL,
    // If the window is too narrow for two columns, the required action comes first.
    '@media (max-width: 1000px)': { gridTemplateColumns: '1fr', '& > :first-child': { order: 1 } },
  },
});

/** A running or ended enrollment: its steps, and beside them the required action or the end. */
export function RunView({ run }: { run: Run }) {
  const styles = useStyles();
  const { cancel, dismiss, leave } = useEnrollments();
  const heldPin = useHeldPin(run);
  const gone = usePasskeyGone(run.end);
  const [forgetting, setForgetting] = useState(false);
  const again = () => (run.pinHeld && heldPin.pin === null ? setForgetting(true) : dismiss(run));
  useOnLeave(() => leave(run));
  const pin = <HeldPin held={heldPin} />;
  return (
    <>
      <PageHeading title={titleOf(run)}>{headOf(run)}</PageHeading>
      <RunWarnings warnings={run.warnings} />
      <div className={styles.columns}>
        <Panel title={words.stepsLabel}>
          <StepList run={run} />
          {run.end === null && (
            <Row>
              <Button disabledFocusable={run.canceling} onClick={() => cancel(run)}>
                {strings.cancel}
              </Button>
              {run.canceling && <Text role="status">{words.canceling}</Text>}
            </Row>
          )}
        </Panel>
        {run.end === null && <InteractionPrompt run={run} />}
        {run.end?.kind === 'completed' && (
          <ResultView result={run.end.result} gone={gone} pin={pin} onDismiss={again} />
        )}
        {run.end !== null && run.end.kind !== 'completed' && (
          <FailedView end={run.end} keyId={run.keyId} pin={pin} onDismiss={again} />
        )}
      </div>
      {forgetting && <ForgetPinDialog run={run} onClose={() => setForgetting(false)} />}
    </>
  );
}

export function titleOf({ finishes }: Run): string {
  return finishes === null ? words.title : words.finishTitle;
}

function headOf({ end, finishes, user: { displayName } }: Run): string {
  if (end !== null) return words.ended({ name: displayName });
  return finishes === null ? words.running({ name: displayName }) : words.finishing({ name: displayName });
}
