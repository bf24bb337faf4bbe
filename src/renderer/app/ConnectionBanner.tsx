import { MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { useConnectionState } from '../client/hooks.ts';
import { FailureMessage } from '../components/FailureMessage.tsx';
import { strings } from '../strings.ts';

/** Says when the core is out of reach; nothing while all is well. */
export function ConnectionBanner() {
  const state = useConnectionState();
  if (state === 'open') return null;
  if (state === 'refused') return <FailureMessage failure={{ code: 'unauthorized', params: {} }} />;
  return (
    <MessageBar intent={state === 'lost' ? 'warning' : 'info'} icon={<Spinner size="extra-tiny" />}>
      <MessageBarBody>{state === 'lost' ? strings.connection.lost : strings.connection.connecting}</MessageBarBody>
    </MessageBar>
  );
}
