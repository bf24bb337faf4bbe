import { MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { failureOf } from '../client/failure.ts';
import { useConnectionState, useRefusal } from '../client/hooks.ts';
import { strings } from '../strings.ts';
import { FailureMessage } from '../ui/display/FailureMessage.tsx';

/**
 * Shows that the core cannot be reached, has ended, or was replaced by another program. Shows nothing while the core
 * link is open.
 */
export function ConnectionBanner() {
  const state = useConnectionState();
  const refusal = useRefusal();
  if (state === 'open') return null;
  if (state === 'ended') return <FailureMessage failure={{ code: 'keydesk-ended', params: {} }} />;
  if (refusal !== null) return <FailureMessage failure={failureOf(refusal)} />;
  return (
    <MessageBar intent={state === 'lost' ? 'warning' : 'info'} icon={<Spinner size="extra-tiny" />}>
      <MessageBarBody>{state === 'lost' ? strings.connection.lost : strings.connection.connecting}</MessageBarBody>
    </MessageBar>
  );
}
