import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { ShownOnce } from '../../ui/display/ShownOnce.tsx';
import type { HeldPinState } from './useHeldPin.ts';

const words = strings.enroll;

/** The random PIN of an enrollment, or the button that shows it once. */
export function HeldPin({ held }: { held: HeldPinState }) {
  const { pin, offered, error, show, seen } = held;
  if (pin !== null) {
    return <ShownOnce title={words.randomPin} secret={pin} hint={words.randomPinHint} onSeen={seen} />;
  }
  return (
    <>
      {offered && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{words.pinOffered}</MessageBarBody>
          <MessageBarActions>
            <Button onClick={show}>{words.showPin}</Button>
          </MessageBarActions>
        </MessageBar>
      )}
      <CallFailure error={error} />
    </>
  );
}
