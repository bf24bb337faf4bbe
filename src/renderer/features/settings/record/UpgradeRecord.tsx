import { Button, Field, Input, MessageBar, MessageBarBody, Spinner, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { Form } from '../../../ui/form/Form.tsx';

/** Upgrades the record to the version of this Keydesk, as the owner of its tables. */
export function UpgradeRecord() {
  const words = strings.record;
  const [given, setGiven] = useState({ url: '', password: '' });
  const upgrade = useMutation(api.record.upgrade.mutationOptions());
  const needsUrl = given.password !== '' && given.url.trim() === '';
  const field = (name: keyof typeof given) => ({
    value: given[name],
    onChange: (_: unknown, { value }: { value: string }) => setGiven({ ...given, [name]: value }),
  });
  const submit = () => {
    if (upgrade.isPending || needsUrl) return;
    upgrade.mutate(Object.fromEntries(Object.entries(given).filter(([, value]) => value.trim() !== '')));
  };
  return (
    <Form onSubmit={submit}>
      <Text>{words.upgradeHint}</Text>
      <Field label={words.ownerUrl} hint={words.ownerUrlHint}>
        <Input {...field('url')} placeholder="postgres://USER@HOST:PORT/DATABASE" />
      </Field>
      <Field label={words.password} hint={words.ownerPasswordHint}>
        <Input {...field('password')} type="password" autoComplete="off" />
      </Field>
      <Button type="submit" disabledFocusable={upgrade.isPending || needsUrl}>
        {words.upgrade}
      </Button>
      {upgrade.isPending && <Spinner size="tiny" label={words.upgrading} />}
      <CallFailure error={upgrade.error} />
      {upgrade.isSuccess && (
        <MessageBar intent="success" role="status">
          <MessageBarBody>
            {words.upgraded({ version: upgrade.data.to })}{' '}
            {upgrade.data.ungranted.length > 0 && words.ungranted({ tables: upgrade.data.ungranted.join(', ') })}
          </MessageBarBody>
        </MessageBar>
      )}
    </Form>
  );
}
