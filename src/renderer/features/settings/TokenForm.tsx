import { Button, Field, Input, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, queryClient } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';

const words = strings.settings;

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', alignItems: 'start', gap: tokens.spacingVerticalM },
  field: { width: '100%', maxWidth: '480px' },
});

/** A fixed bearer token for a Graph on this computer. SECURITY: the field empties itself; the core keeps it in memory only. */
export function TokenForm() {
  const styles = useStyles();
  const [token, setToken] = useState('');
  const use = useMutation(
    api.settings.setToken.mutationOptions({
      onSuccess: () => {
        setToken('');
        // Not waited for: the live lists among them are never done.
        void queryClient.invalidateQueries();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    use.mutate({ token });
  };
  return (
    <form className={styles.form} onSubmit={submit}>
      <Field className={styles.field} label={words.token} hint={words.tokenHint}>
        <Input type="password" autoComplete="off" value={token} onChange={(_, data) => setToken(data.value)} />
      </Field>
      <Button type="submit" disabledFocusable={token === '' || use.isPending}>
        {words.useToken}
      </Button>
      {use.isSuccess && token === '' && <Text role="status">{words.tokenTaken}</Text>}
      {use.isError && <FailureMessage failure={failureOf(use.error)} />}
    </form>
  );
}
