import { Button, Field, Input } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { Form } from '../../../ui/form/Form.tsx';
import { refreshWebhooks } from './refresh.ts';

const words = strings.webhooks;

/** Takes a secret again that was lost. SECURITY: the field is cleared, and the core keeps the secret only in memory. */
export function GiveSecretForm({ id }: { id: string }) {
  const [secret, setSecret] = useState('');
  const give = useMutation(api.webhooks.giveSecret.mutationOptions({ onSuccess: refreshWebhooks }));
  const submit = () => {
    give.mutate({ id, secret });
    setSecret('');
  };
  return (
    <Form onSubmit={submit}>
      <Field label={words.giveSecret} hint={words.giveSecretHint}>
        <Input type="password" autoComplete="off" value={secret} onChange={(_, data) => setSecret(data.value)} />
      </Field>
      <Button type="submit" size="small" disabledFocusable={secret === '' || give.isPending}>
        {words.give}
      </Button>
      <CallFailure error={give.error} />
    </Form>
  );
}
