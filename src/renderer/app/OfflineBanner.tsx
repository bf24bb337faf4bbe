import { MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { CloudOffRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { api } from '../client/client.ts';
import { strings } from '../strings.ts';

/** How often to look again, in ms. */
const LOOK_AGAIN = 15_000;

/** Says quietly that Entra is out of reach, and that what is here stays usable; nothing while all is well. */
export function OfflineBanner() {
  const reachable = useQuery(api.system.reachable.queryOptions({ refetchInterval: LOOK_AGAIN })).data;
  if (reachable !== false) return null;
  return (
    <MessageBar intent="info" icon={<CloudOffRegular />} layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{strings.connection.offline}</MessageBarTitle> {strings.connection.offlineHint}
      </MessageBarBody>
    </MessageBar>
  );
}
