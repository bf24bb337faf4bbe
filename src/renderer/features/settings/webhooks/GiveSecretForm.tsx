import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api } from '../../../client/client.ts';
import { failureOf } from '../../../client/failure.ts';
import { strings } from '../../../strings.ts';
import { FailureMessage } from '../../../ui/FailureMessage.tsx';
import { refreshWebhooks } from './refresh.ts';

const words = strings.webhooks;

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', alignItems: 'start', gap: tokens.spacingVerticalS },
  field: { width: '100%', maxWidth: '480px' },
});

/** Takes back a secret that could not be kept. SECURITY: the field empties itself; the core keeps it in memory only. */
export function GiveSecretForm({ id }: { id: string }) {
  const styles = useStyles();
  const [secret, setSecret] = useState('');
  const give = useMutation(api.webhooks.giveSecret.mutationOptions({ onSuccess: refreshWebhooks }));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give.mutate({ id, secret });
    setSecret('');
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Field className={styles.field} label={words.giveSecret} hint={words.giveSecretHint}>
        <Input type="password" autoComplete="off" value={secret} onChange={(_, data) => setSecret(data.value)} />
      </Field>
      <Button type="submit" size="small" disabledFocusable={secret === '' || give.isPending}>
        {words.give}
      </Button>
      {give.isError && <FailureMessage failure={failureOf(give.error)} />}
    </form>
  );
}
