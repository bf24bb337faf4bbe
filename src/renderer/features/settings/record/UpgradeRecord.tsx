import { Button, Field, Input, MessageBar, MessageBarBody, Spinner, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { Form } from '../../../ui/form/Form.tsx';
import { SignInFields } from './SignInFields.tsx';
import { emptySignIn, isComplete, signInRequest } from './signInDraft.ts';

/** Upgrades a record that is older to the version of this Keydesk, as the owner of its tables. Afterwards says so. */
export function UpgradeRecord({ isOlder }: { isOlder: boolean }) {
  const words = strings.record;
  const [url, setUrl] = useState('');
  const [draft, setDraft] = useState(emptySignIn);
  const upgrade = useMutation(api.record.upgrade.mutationOptions());
  // Without an address, this desk's own sign-in applies.
  const isOwn = url.trim() === '';
  const isBlocked = upgrade.isPending || !(isOwn || isComplete(draft));
  const submit = () => {
    if (!isBlocked) upgrade.mutate(isOwn ? {} : { url, ...signInRequest(draft) });
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
        <Input
          value={url}
          onChange={(_, { value }) => setUrl(value)}
          placeholder="postgres://USER@HOST:PORT/DATABASE"
        />
      </Field>
      {!isOwn && (
        <SignInFields draft={draft} caHint={words.caKept} isOnce onChange={part => setDraft({ ...draft, ...part })} />
      )}
      <Button type="submit" disabledFocusable={isBlocked}>
        {words.upgrade}
      </Button>
      {upgrade.isPending && <Spinner size="tiny" label={words.upgrading} />}
      <CallFailure error={upgrade.error} />
    </Form>
  );
}
