import { MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import { CloudOffRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../client/client.ts';
import { strings } from '../strings.ts';
import { DismissButton } from '../ui/actions/DismissButton.tsx';

/** How often to look again, in ms. */
const LOOK_AGAIN = 15_000;

/** Says quietly that Entra is out of reach, and that what is here stays usable; nothing while all is well. */
export function OfflineBanner() {
  const reachable = useQuery(api.system.reachable.queryOptions({ refetchInterval: LOOK_AGAIN })).data;
  return reachable === false ? <Offline /> : null;
}

/** Dismissed until Entra was reached and is lost again. */
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
