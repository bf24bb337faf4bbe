import { Button, Field, Input, MessageBar, MessageBarBody, Spinner, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { Form } from '../../../ui/form/Form.tsx';
import { RadioField } from '../../../ui/form/RadioField.tsx';
import { SignInFields } from './SignInFields.tsx';
import { emptySignIn, isComplete, signInRequest } from './signInDraft.ts';

const ways = ['join', 'create'] as const;

/** Makes a record in a database from this desk, or joins this desk to one. Keydesk starts again afterwards. */
export function RecordForm() {
  const words = strings.record;
  const [way, setWay] = useState<(typeof ways)[number]>('join');
  const [given, setGiven] = useState({ url: '', name: '' });
  const [signIn, setSignIn] = useState(emptySignIn);
  const join = useMutation(api.record.join.mutationOptions());
  const create = useMutation(api.record.create.mutationOptions());
  const isBusy = join.isPending || create.isPending;
  const isBlocked = isBusy || given.url.trim() === '' || !isComplete(signIn);
  const field = (name: keyof typeof given) => ({
    value: given[name],
    onChange: (_: unknown, { value }: { value: string }) => setGiven({ ...given, [name]: value }),
  });
  const submit = () => {
    if (isBlocked) return;
    const { url, name } = given;
    const request = { url, ...signInRequest(signIn), ...(name.trim() === '' ? {} : { name }) };
    if (way === 'join') join.mutate(request);
    else create.mutate(request);
  };
  return (
    <Form onSubmit={submit}>
      <RadioField label={words.way} options={ways} nameOf={each => words.ways[each]} value={way} onChoose={setWay} />
      <Field label={words.url} hint={words.urlHint}>
        <Input {...field('url')} placeholder="postgres://USER@HOST:PORT/DATABASE" />
      </Field>
      <SignInFields draft={signIn} caHint={words.caHint} onChange={part => setSignIn({ ...signIn, ...part })} />
      <Field label={words.name} hint={words.nameHint}>
        <Input {...field('name')} />
      </Field>
      <Button type="submit" disabledFocusable={isBlocked}>
        {words.act[way]}
      </Button>
      {isBusy && <Spinner size="tiny" label={words.working} />}
      <CallFailure error={join.error ?? create.error} />
      {create.isSuccess && (
        <MessageBar intent="success" role="status">
          <MessageBarBody>{words.created({ rows: create.data.rows })}</MessageBarBody>
        </MessageBar>
      )}
      {way === 'create' && <Text>{words.createHint}</Text>}
    </Form>
  );
}
