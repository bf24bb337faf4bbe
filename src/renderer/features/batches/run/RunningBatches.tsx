import { Link, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { hrefOf } from '../../../ui/page/route.ts';

const words = strings.batchRun;
/** Polling interval, in ms. */
const LOOK_AGAIN = 2000;

/**
 * Says on all other pages that a batch runs, and whose key waits for a person: a key that is plugged in to look at it, or for somebody else, gets the next
 * passkey of the batch.
 */
export function RunningBatches() {
  const running = useQuery(api.batches.running.queryOptions({ refetchInterval: LOOK_AGAIN })).data ?? [];
  return running.map(({ id, name, waiting }) => (
    <MessageBar key={id} intent={waiting.length > 0 ? 'warning' : 'info'} layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{words.runs({ batch: name })}</MessageBarTitle> {words.runsHint}{' '}
        {waiting.map(user => words.waitsForYou({ user })).join(' ')}{' '}
        <Link href={hrefOf({ page: 'run-batch', batch: id })}>{strings.batch.toRun}</Link>
      </MessageBarBody>
    </MessageBar>
  ));
}
