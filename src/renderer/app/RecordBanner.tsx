import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { CertificateRegular, PlugDisconnectedRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { wordsFor } from '../../contract/errors/words.ts';
import { api } from '../client/client.ts';
import { strings } from '../strings.ts';
import { formatDate } from '../ui/display/formatDate.ts';

/** Polling interval, in ms. The core knows the answer, so asking costs nothing. */
const LOOK_AGAIN = 2000;

/**
 * Shows that the record of several desks is away, and of when the lists are, or that this desk only reads it. It cannot be dismissed, because it says what is not
 * possible now. Also shows that the certificate of this desk is about to expire.
 */
export function RecordBanner() {
  const sight = useQuery(api.record.sight.queryOptions({ refetchInterval: LOOK_AGAIN })).data;
  if (sight === undefined) return null;
  const words = strings.record;
  if (sight.reachable && sight.trouble === null) {
    if (sight.certificateEnds === null) return null;
    return (
      <MessageBar intent="warning" icon={<CertificateRegular />} layout="multiline" role="status">
        <MessageBarBody>
          <MessageBarTitle>{words.certificateEnds({ time: formatDate(sight.certificateEnds) })}</MessageBarTitle>{' '}
          {words.certificateEndsHint}
        </MessageBarBody>
      </MessageBar>
    );
  }
  // The words are those of the window's language, which need not be that of the core.
  const trouble = sight.trouble === null ? undefined : wordsFor(sight.trouble);
  return (
    <MessageBar intent="warning" icon={<PlugDisconnectedRegular />} layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{trouble?.message ?? words.away}</MessageBarTitle> {sight.reachable && trouble?.next}
        {!sight.reachable && sight.asOf !== null && words.listsOf({ time: formatDate(sight.asOf) })}{' '}
        {!sight.reachable && (sight.enrollAway === 'allowed' ? words.awayAllowed : words.awayRefused)}
      </MessageBarBody>
    </MessageBar>
  );
}
