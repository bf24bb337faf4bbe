import { Button, makeStyles, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Webhook, WebhookSecret } from '../../../../contract/webhooks/schema.ts';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { ConfirmDialog } from '../../../ui/dialog/ConfirmDialog.tsx';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { QuietText } from '../../../ui/display/QuietText.tsx';
import { StateBadge } from '../../../ui/display/StateBadge.tsx';
import { Card } from '../../../ui/page/Card.tsx';
import { Row } from '../../../ui/page/Row.tsx';
import { DeliveriesDialog } from './DeliveriesDialog.tsx';
import { GiveSecretForm } from './GiveSecretForm.tsx';
import { refreshWebhooks } from './refresh.ts';

const words = strings.webhooks;
const colors = {
  active: 'success',
  disabled: 'informative',
  gone: 'danger',
  'secret-missing': 'warning',
  'tenant-unknown': 'warning',
} as const;

const useStyles = makeStyles({
  url: { overflowWrap: 'anywhere' },
});

type OpenDialog = 'deliveries' | 'rotate' | 'remove';

/** One webhook: its state and its actions. */
export function WebhookCard({ webhook, onSecret }: { webhook: Webhook; onSecret(made: WebhookSecret): void }) {
  const styles = useStyles();
  const { id, url, types, state } = webhook;
  const [dialog, setDialog] = useState<OpenDialog | null>(null);
  const close = () => setDialog(null);
  const test = useMutation(api.webhooks.test.mutationOptions());
  const change = useMutation(api.webhooks.change.mutationOptions({ onSettled: refreshWebhooks }));
  const remove = useMutation(api.webhooks.remove.mutationOptions({ onSuccess: refreshWebhooks }));
  const rotate = useMutation(
    api.webhooks.rotate.mutationOptions({
      onSuccess: async made => {
        close();
        onSecret(made);
        await refreshWebhooks();
      },
    }),
  );
  return (
    <Card label={url} size="small">
      <Row>
        <Text weight="semibold" className={styles.url}>
          {url}
        </Text>
        <StateBadge color={colors[state]}>{words.states[state]}</StateBadge>
      </Row>
      <QuietText size={200}>{types.map(type => words.types[type]).join(', ')}</QuietText>
      <QuietText size={200} role="status">
        {words.counts({ waiting: webhook.waiting, delivered: webhook.delivered, dead: webhook.dead })}
      </QuietText>
      {state === 'secret-missing' && <GiveSecretForm id={id} />}
      {state === 'tenant-unknown' && <Text size={200}>{words.tenantUnknown}</Text>}
      <Actions
        webhook={webhook}
        busy={{ test: test.isPending, change: change.isPending }}
        onTest={() => test.mutate({ id })}
        onEnable={enabled => change.mutate({ id, enabled })}
        onOpen={setDialog}
      />
      {test.isSuccess && <Text role="status">{words.tested({ status: test.data.status, ms: test.data.ms })}</Text>}
      <CallFailure error={test.error} />
      <CallFailure error={change.error} />
      {dialog === 'deliveries' && <DeliveriesDialog webhook={webhook} onClose={close} />}
      {dialog === 'rotate' && (
        <ConfirmDialog
          title={words.rotateTitle}
          action={words.rotate}
          work={rotate}
          onConfirm={() => rotate.mutate({ id })}
          onClose={close}
        >
          {words.rotateText}
        </ConfirmDialog>
      )}
      {dialog === 'remove' && (
        <ConfirmDialog
          title={words.removeTitle}
          action={words.remove}
          work={remove}
          onConfirm={() => remove.mutate({ id })}
          onClose={close}
        >
          {words.removeText({ url })}
        </ConfirmDialog>
      )}
    </Card>
  );
}

function Actions(props: {
  webhook: Webhook;
  busy: { test: boolean; change: boolean };
  onTest(): void;
  onEnable(enabled: boolean): void;
  onOpen(dialog: OpenDialog): void;
}) {
  const { webhook, busy, onTest, onEnable, onOpen } = props;
  const { url, state } = webhook;
  const off = state === 'disabled' || state === 'gone' || state === 'tenant-unknown';
  return (
    <Row gap="small" role="toolbar" aria-label={words.more({ url })}>
      <Button size="small" disabledFocusable={busy.test || state === 'secret-missing'} onClick={onTest}>
        {words.test}
      </Button>
      <Button size="small" onClick={() => onOpen('deliveries')}>
        {words.deliveries}
      </Button>
      <Button size="small" onClick={() => onOpen('rotate')}>
        {words.rotate}
      </Button>
      <Button size="small" disabledFocusable={busy.change} onClick={() => onEnable(off)}>
        {off ? words.enable : words.disable}
      </Button>
      <Button size="small" onClick={() => onOpen('remove')}>
        {words.remove}
      </Button>
    </Row>
  );
}
