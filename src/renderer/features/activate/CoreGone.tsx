import { failureOf } from '../../client/failure.ts';
import { useConnectionState, useRefusal } from '../../client/hooks.ts';
import { Refusal } from './Refusal.tsx';

/** Says that Keydesk has ended, or that another program answers in its place; nothing while it may come back by itself. */
export function CoreGone() {
  const state = useConnectionState();
  const refusal = useRefusal();
  if (refusal !== null) return <Refusal failure={failureOf(refusal)} />;
  return state === 'ended' ? <Refusal failure={{ code: 'keydesk-ended', params: {} }} /> : null;
}
