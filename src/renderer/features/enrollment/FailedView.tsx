import { Button, Text } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { isSettledBy } from '../../../contract/enrollment/words.ts';
import type { Failure } from '../../../contract/errors/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { Outcome } from '../../ui/display/Outcome.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo } from '../../ui/page/route.ts';
import { ErasedPasskeys } from '../keys/ErasedPasskeys.tsx';
import { failedTitle, leftWords } from './failedWords.ts';
import type { RunEnd } from './run.ts';

const words = strings.enroll;

/** An enrollment that failed: the reason, the next step, what remains of it, and the button to retry. */
export function FailedView(props: {
  end: Exclude<RunEnd, { kind: 'completed' }>;
  /** The id of the key; empty if it was the only plugged-in key. */
  keyId: string;
  pin: ReactNode;
  onDismiss(): void;
}) {
  const { end, keyId, pin, onDismiss } = props;
  const error: Failure = end.kind === 'failed' ? end.failure.error : end.error;
  const canceled = error.code === 'cancelled';
  const settled = isSettledBy(error.code);
  const outcome = end.kind === 'failed' ? end.failure.pin : undefined;
  return (
    <Panel>
      <Outcome
        kind={canceled || settled ? 'neutral' : 'failed'}
        title={settled ? words.settledTitle : failedTitle(end, canceled)}
      />
      {!canceled && <FailureMessage failure={error} {...(settled ? { intent: 'info' } : {})} />}
      {end.kind === 'failed' && !settled && <Text>{leftWords(end.failure)}</Text>}
      {outcome?.set && <Text>{outcome.uncertain ? words.pinMayBeSet : words.pinWasSet}</Text>}
      {end.kind === 'failed' && <ErasedPasskeys revoked={end.failure.erased ?? []} />}
      {pin}
      <Row gap="small">
        <Button appearance="primary" onClick={onDismiss}>
          {settled ? strings.close : strings.tryAgain}
        </Button>
        {error.code === 'pin-blocked' && (
          <Button onClick={() => goTo({ page: 'keys', ...(keyId === '' ? {} : { reset: keyId }) })}>
            {words.resetKey}
          </Button>
        )}
      </Row>
    </Panel>
  );
}
