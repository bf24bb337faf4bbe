import { failureOf } from '../../client/failure.ts';
import { useConnectionState, useRefusal } from '../../client/hooks.ts';
import { Refusal } from './Refusal.tsx';

/** Shows that Keydesk has ended, or that another program replaced it. Shows nothing while a retry may succeed. */
export function CoreGone() {
  const state = useConnectionState();
  const refusal = useRefusal();
  if (refusal !== null) return <Refusal failure={failureOf(refusal)} />;
  return state === 'ended' ? <Refusal failure={{ code: 'keydesk-ended', params: {} }} /> : null;
}
