import { Button, Field, Input, MessageBar, MessageBarBody, Spinner, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { Form } from '../../../ui/form/Form.tsx';

/** Upgrades a record that is older to the version of this Keydesk, as the owner of its tables. Afterwards says so. */
export function UpgradeRecord({ isOlder }: { isOlder: boolean }) {
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
  if (upgrade.isSuccess) {
    const { to, ungranted } = upgrade.data;
    return (
      <MessageBar intent="success" layout="multiline" role="status">
        <MessageBarBody>
          <span>{words.upgraded({ version: to })}</span>{' '}
          {ungranted.length > 0 && words.ungranted({ tables: ungranted.join(', ') })}
        </MessageBarBody>
      </MessageBar>
    );
  }
  if (!isOlder) return null;
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
    </Form>
  );
}
