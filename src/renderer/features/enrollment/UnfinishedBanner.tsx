import { Button, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { api, queryClient } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { strings } from '../../strings.ts';
import { useEnrollments } from './EnrollmentProvider.tsx';

const words = strings.unfinished;
/** How often to look again while something is unfinished, in ms: the core mends it when the right key comes. */
const LOOK_AGAIN = 3000;

/** Enrolments that were cut short, until each is finished or cleaned up. */
export function UnfinishedBanner() {
  const { runs } = useEnrollments();
  const key = api.enrollment.unfinished.queryKey();
  const list = useQuery(
    api.enrollment.unfinished.queryOptions({
      refetchInterval: query => ((query.state.data as unknown[] | undefined)?.length ? LOOK_AGAIN : false),
    }),
  );
  const recover = useMutation(
    api.enrollment.recover.mutationOptions({ onSuccess: left => queryClient.setQueryData(key, left) }),
  );
  const running = runs.some(run => run.end === null);
  if (running || list.data === undefined || list.data.length === 0) return null;
  return (
    <>
      <MessageBar intent="warning" layout="multiline" role="status">
        <MessageBarBody>
          <MessageBarTitle>{words.title(list.data.length)}</MessageBarTitle> {words.hint}
          {list.data.map(entry => (
            <div key={entry.enrollmentId}>{words.line(entry.userPrincipalName, words.states[entry.state])}</div>
          ))}
        </MessageBarBody>
        <MessageBarActions>
          <Button disabled={recover.isPending} onClick={() => recover.mutate(undefined)}>
            {words.recover}
          </Button>
        </MessageBarActions>
      </MessageBar>
      {recover.isError && <FailureMessage failure={failureOf(recover.error)} />}
    </>
  );
}
