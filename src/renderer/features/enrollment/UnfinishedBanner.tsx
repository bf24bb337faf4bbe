import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { DismissButton, useDismissed } from '../../ui/actions/DismissButton.tsx';
import { useEnrollments } from './EnrollmentProvider.tsx';
import { UnfinishedEntry } from './UnfinishedEntry.tsx';

const words = strings.unfinished;
/** Polling interval while something is unfinished, in ms: the core finishes it when the right key is plugged in. */
const LOOK_AGAIN = 3000;

/** Unfinished enrollments, until each is finished, cleaned up or discarded. */
export function UnfinishedBanner() {
  const { runs } = useEnrollments();
  const list = useQuery(
    api.enrollment.unfinished.queryOptions({
      refetchInterval: query => ((query.state.data as unknown[] | undefined)?.length ? LOOK_AGAIN : false),
    }),
  );
  // A passkey that is proven needs nobody: Keydesk records it when the shared record is back, of which another banner tells.
  const isAway = useQuery(api.record.sight.queryOptions()).data?.reachable === false;
  const entries = list.data?.filter(({ state }) => !isAway || state !== 'proven') ?? [];
  const [dismissed, dismiss] = useDismissed(entries.map(entry => entry.enrollmentId).join(' '));
  const running = runs.some(run => run.end === null);
  if (running || dismissed || entries.length === 0) return null;
  return (
    <MessageBar intent="warning" layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{words.title({ count: entries.length })}</MessageBarTitle> {words.hint}
        {entries.map(entry => (
          <UnfinishedEntry key={entry.enrollmentId} entry={entry} />
        ))}
      </MessageBarBody>
      <MessageBarActions containerAction={<DismissButton onDismiss={dismiss} />} />
    </MessageBar>
  );
}
