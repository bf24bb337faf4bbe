import { Button, Text } from '@fluentui/react-components';
import { AddRegular } from '@fluentui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { WebhookSecret } from '../../../../contract/webhooks/schema.ts';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { QueryState } from '../../../ui/display/QueryState.tsx';
import { Panel } from '../../../ui/page/Panel.tsx';
import { AddWebhookDialog } from './AddWebhookDialog.tsx';
import { SecretDialog } from './SecretDialog.tsx';
import { WebhookCard } from './WebhookCard.tsx';

const words = strings.webhooks;

/** The receivers of events. */
export function WebhooksPanel() {
  const [adding, setAdding] = useState(false);
  const [shown, setShown] = useState<WebhookSecret | null>(null);
  const list = useQuery(api.webhooks.list.queryOptions({ refetchOnMount: 'always', refetchInterval: 5000 }));
  return (
    <Panel title={words.title}>
      <Text>{words.explain}</Text>
      <QueryState query={list} size="tiny" />
      {list.data?.length === 0 && <Text>{words.none}</Text>}
      {list.data?.map(webhook => (
        <WebhookCard key={webhook.id} webhook={webhook} onSecret={setShown} />
      ))}
      <div>
        <Button icon={<AddRegular />} onClick={() => setAdding(true)}>
          {words.add}
        </Button>
      </div>
      {adding && (
        <AddWebhookDialog
          onClose={() => setAdding(false)}
          onAdded={added => {
            setAdding(false);
            setShown(added);
          }}
        />
      )}
      {shown && <SecretDialog made={shown} onClose={() => setShown(null)} />}
    </Panel>
  );
}
