import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { CloudOffRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../client/client.ts';
import { strings } from '../strings.ts';
import { DismissButton } from '../ui/actions/DismissButton.tsx';

/** Polling interval, in ms. */
const LOOK_AGAIN = 15_000;

/** Shows that Entra cannot be reached, and that local data is still usable. Shows nothing while Entra answers. */
export function OfflineBanner() {
  const reachable = useQuery(api.system.reachable.queryOptions({ refetchInterval: LOOK_AGAIN })).data;
  return reachable === false ? <Offline /> : null;
}

/** Stays dismissed until Entra was reached and is lost again. */
function Offline() {
  const [dismissed, setDismissed] = useState(false);
  if (dismissed) return null;
  return (
    <MessageBar intent="info" icon={<CloudOffRegular />} layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{strings.connection.offline}</MessageBarTitle> {strings.connection.offlineHint}
      </MessageBarBody>
      <MessageBarActions containerAction={<DismissButton onDismiss={() => setDismissed(true)} />} />
    </MessageBar>
  );
}
