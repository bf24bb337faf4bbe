import { MessageBar, MessageBarBody, Spinner } from '@fluentui/react-components';
import { useConnectionState } from '../client/hooks.ts';
import { strings } from '../strings.ts';

/** Says when the core is out of reach for now; nothing while all is well, or where the page itself tells the refusal. */
export function ConnectionBanner() {
  const state = useConnectionState();
  if (state === 'open' || state === 'refused') return null;
  return (
    <MessageBar intent={state === 'lost' ? 'warning' : 'info'} icon={<Spinner size="extra-tiny" />}>
      <MessageBarBody>{state === 'lost' ? strings.connection.lost : strings.connection.connecting}</MessageBarBody>
    </MessageBar>
  );
}
