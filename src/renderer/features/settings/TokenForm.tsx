import { Button, Field, Input, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api, queryClient } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Form } from '../../ui/form/Form.tsx';

const words = strings.settings;

/** A fixed bearer token for a Graph on this computer. SECURITY: the field is cleared, and the core keeps the token only in memory. */
export function TokenForm() {
  const [token, setToken] = useState('');
  const use = useMutation(
    api.settings.setToken.mutationOptions({
      onSuccess: () => {
        setToken('');
        // Not awaited: the live lists among the queries never finish.
        void queryClient.invalidateQueries();
      },
    }),
  );
  return (
    <Form onSubmit={() => use.mutate({ token })}>
      <Field label={words.token} hint={words.tokenHint}>
        <Input type="password" autoComplete="off" value={token} onChange={(_, data) => setToken(data.value)} />
      </Field>
      <Button type="submit" disabledFocusable={token === '' || use.isPending}>
        {words.useToken}
      </Button>
      {use.isSuccess && token === '' && <Text role="status">{words.tokenTaken}</Text>}
      <CallFailure error={use.error} />
    </Form>
  );
}
