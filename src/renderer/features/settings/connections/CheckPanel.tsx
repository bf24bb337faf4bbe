import { Button, Checkbox, Field, Input } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { QuietText } from '../../../ui/display/QuietText.tsx';
import { Form } from '../../../ui/form/Form.tsx';
import { Panel } from '../../../ui/page/Panel.tsx';
import { CheckReport } from './CheckReport.tsx';

const words = strings.connectionCheck;

/** Checks the current connection. */
export function CheckPanel() {
  const [user, setUser] = useState('');
  const [userSignIn, setUserSignIn] = useState(false);
  const check = useMutation(api.connections.check.mutationOptions());
  const submit = () => {
    const named = user.trim();
    check.mutate({ userSignIn, ...(named === '' ? {} : { user: named }) });
  };
  return (
    <Panel title={words.title}>
      <QuietText>{words.explain}</QuietText>
      <Form onSubmit={submit}>
        <Field label={words.user} hint={words.userHint}>
          <Input value={user} autoComplete="off" onChange={(_, { value }) => setUser(value)} />
        </Field>
        <Checkbox
          label={words.userSignIn}
          checked={userSignIn}
          onChange={(_, { checked }) => setUserSignIn(checked === true)}
        />
        <Button type="submit" disabledFocusable={check.isPending}>
          {check.isPending ? words.running : words.run}
        </Button>
      </Form>
      <CallFailure error={check.error} />
      {check.isSuccess && <CheckReport report={check.data} />}
    </Panel>
  );
}
