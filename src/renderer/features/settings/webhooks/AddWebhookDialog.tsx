import { Checkbox, Field, Input } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { type EventType, eventTypes } from '../../../../contract/webhooks/events.ts';
import { type WebhookField, type WebhookSecret, webhookFields } from '../../../../contract/webhooks/schema.ts';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { ConfirmDialog } from '../../../ui/dialog/ConfirmDialog.tsx';
import { CheckboxList } from '../../../ui/form/CheckboxList.tsx';
import { refreshWebhooks } from './refresh.ts';

const words = strings.webhooks;

/** Adds a webhook: its address, its events and the fields that may be sent. */
export function AddWebhookDialog({ onClose, onAdded }: { onClose: () => void; onAdded(made: WebhookSecret): void }) {
  const [url, setUrl] = useState('');
  const [types, setTypes] = useState<EventType[]>([...eventTypes]);
  const [fields, setFields] = useState<WebhookField[]>(['userId']);
  const [isPrivate, setPrivate] = useState(false);
  const [privateHost, setPrivateHost] = useState('');
  const add = useMutation(
    api.webhooks.add.mutationOptions({
      onSuccess: async made => {
        onAdded(made);
        await refreshWebhooks();
      },
    }),
  );
  return (
    <ConfirmDialog
      title={words.addTitle}
      action={words.save}
      work={add}
      disabled={url.trim() === '' || types.length === 0}
      onConfirm={() => add.mutate({ url: url.trim(), types, fields, ...(isPrivate ? { privateHost } : {}) })}
      onClose={onClose}
    >
      <Field label={words.url} hint={words.urlHint} required>
        <Input type="url" autoFocus value={url} onChange={(_, data) => setUrl(data.value)} />
      </Field>
      <CheckboxList label={words.events} options={words.types} all={eventTypes} chosen={types} onChange={setTypes} />
      <CheckboxList
        label={words.fields}
        hint={words.fieldsHint}
        options={words.fieldNames}
        all={webhookFields}
        chosen={fields}
        onChange={setFields}
      />
      <Checkbox label={words.isPrivate} checked={isPrivate} onChange={(_, data) => setPrivate(data.checked === true)} />
      {isPrivate && (
        <Field label={words.privateHost} hint={words.privateHint}>
          <Input value={privateHost} onChange={(_, data) => setPrivateHost(data.value)} />
        </Field>
      )}
    </ConfirmDialog>
  );
}
