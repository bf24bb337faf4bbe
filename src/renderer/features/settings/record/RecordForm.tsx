import { Button, Field, Input, MessageBar, MessageBarBody, Spinner, Text, Textarea } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { Form } from '../../../ui/form/Form.tsx';
import { RadioField } from '../../../ui/form/RadioField.tsx';

const ways = ['join', 'create'] as const;

/** Makes a record in a database from this desk, or joins this desk to one. Keydesk starts again afterwards. */
export function RecordForm() {
  const words = strings.record;
  const [way, setWay] = useState<(typeof ways)[number]>('join');
  const [given, setGiven] = useState({ url: '', password: '', ca: '', name: '' });
  const join = useMutation(api.record.join.mutationOptions());
  const create = useMutation(api.record.create.mutationOptions());
  const isBusy = join.isPending || create.isPending;
  const field = (name: keyof typeof given) => ({
    value: given[name],
    onChange: (_: unknown, { value }: { value: string }) => setGiven({ ...given, [name]: value }),
  });
  const submit = () => {
    if (isBusy || given.url.trim() === '') return;
    const filled = Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim() !== ''));
    const request = { ...filled, url: given.url };
    if (way === 'join') join.mutate(request);
    else create.mutate(request);
  };
  return (
    <Form onSubmit={submit}>
      <RadioField label={words.way} options={ways} nameOf={each => words.ways[each]} value={way} onChoose={setWay} />
      <Field label={words.url} hint={words.urlHint}>
        <Input {...field('url')} placeholder="postgres://USER@HOST:PORT/DATABASE" />
      </Field>
      <Field label={words.password} hint={words.passwordHint}>
        <Input {...field('password')} type="password" autoComplete="off" />
      </Field>
      <Field label={words.ca} hint={words.caHint}>
        <Textarea {...field('ca')} resize="vertical" />
      </Field>
      <Field label={words.name} hint={words.nameHint}>
        <Input {...field('name')} />
      </Field>
      <Button type="submit" disabledFocusable={isBusy || given.url.trim() === ''}>
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
