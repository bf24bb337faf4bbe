import { Badge, Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Webhook, WebhookSecret } from '../../../../contract/webhooks/schema.ts';
import { api } from '../../../client/client.ts';
import { failureOf } from '../../../client/failure.ts';
import { strings } from '../../../strings.ts';
import { ConfirmDialog } from '../../../ui/ConfirmDialog.tsx';
import { FailureMessage } from '../../../ui/FailureMessage.tsx';
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
  card: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalS,
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
  },
  head: { display: 'flex', alignItems: 'center', flexWrap: 'wrap', gap: tokens.spacingHorizontalM, minWidth: 0 },
  url: { overflowWrap: 'anywhere' },
  quiet: { color: tokens.colorNeutralForeground3 },
  buttons: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalS },
});

/** One receiver: how it stands, and what can be done with it. */
export function WebhookCard({ webhook, onSecret }: { webhook: Webhook; onSecret(made: WebhookSecret): void }) {
  const styles = useStyles();
  const { id, url, types, state } = webhook;
  const [dialog, setDialog] = useState<'deliveries' | 'rotate' | 'remove' | null>(null);
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
  const off = state === 'disabled' || state === 'gone' || state === 'tenant-unknown';
  return (
    <section className={styles.card} aria-label={url}>
      <div className={styles.head}>
        <Text weight="semibold" className={styles.url}>
          {url}
        </Text>
        <Badge appearance="tint" color={colors[state]}>
          {words.states[state]}
        </Badge>
      </div>
      <Text size={200} className={styles.quiet}>
        {types.map(type => words.types[type]).join(', ')}
      </Text>
      <Text size={200} className={styles.quiet} role="status">
        {words.counts(webhook.waiting, webhook.delivered, webhook.dead)}
      </Text>
      {state === 'secret-missing' && <GiveSecretForm id={id} />}
      {state === 'tenant-unknown' && <Text size={200}>{words.tenantUnknown}</Text>}
      <div className={styles.buttons} role="toolbar" aria-label={words.more(url)}>
        <Button
          size="small"
          disabledFocusable={test.isPending || state === 'secret-missing'}
          onClick={() => test.mutate({ id })}
        >
          {words.test}
        </Button>
        <Button size="small" onClick={() => setDialog('deliveries')}>
          {words.deliveries}
        </Button>
        <Button size="small" onClick={() => setDialog('rotate')}>
          {words.rotate}
        </Button>
        <Button size="small" disabledFocusable={change.isPending} onClick={() => change.mutate({ id, enabled: off })}>
          {off ? words.enable : words.disable}
        </Button>
        <Button size="small" onClick={() => setDialog('remove')}>
          {words.remove}
        </Button>
      </div>
      {test.isSuccess && <Text role="status">{words.tested(test.data.status, test.data.ms)}</Text>}
      {test.isError && <FailureMessage failure={failureOf(test.error)} />}
      {change.isError && <FailureMessage failure={failureOf(change.error)} />}
      {dialog === 'deliveries' && <DeliveriesDialog webhook={webhook} onClose={close} />}
      {dialog === 'rotate' && (
        <ConfirmDialog
          title={words.rotateTitle}
          action={words.rotate}
          pending={rotate.isPending}
          error={rotate.error}
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
          pending={remove.isPending}
          error={remove.error}
          onConfirm={() => remove.mutate({ id })}
          onClose={close}
        >
          {words.removeText(url)}
        </ConfirmDialog>
      )}
    </section>
  );
}
