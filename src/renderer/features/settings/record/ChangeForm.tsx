import { Button, Field, Input, Spinner, Text } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { RecordState } from '../../../../contract/record/schema.ts';
import { api, queryClient } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { Form } from '../../../ui/form/Form.tsx';
import { Row } from '../../../ui/page/Row.tsx';
import { SignInFields } from './SignInFields.tsx';
import { emptySignIn, isComplete, signInRequest } from './signInDraft.ts';

/** Changes how this desk reaches its record: another address, or another way to sign in. Keydesk starts again afterwards. */
export function ChangeForm({ state, onClose }: { state: RecordState; onClose: () => void }) {
  const words = strings.record;
  const [url, setUrl] = useState(state.url ?? '');
  const [draft, setDraft] = useState({ ...emptySignIn, kind: state.signIn?.kind ?? 'password' });
  const onSuccess = () => {
    onClose();
    void queryClient.invalidateQueries();
  };
  const change = useMutation(api.record.change.mutationOptions({ onSuccess }));
  // The password or certificate of the present way may stay.
  const isEnough = draft.kind === state.signIn?.kind || isComplete(draft);
  const isBlocked = change.isPending || url.trim() === '' || !isEnough;
  return (
    <Form onSubmit={() => !isBlocked && change.mutate({ url, ...signInRequest(draft) })}>
      <Text>{words.changeHint}</Text>
      <Field label={words.url} hint={words.urlHint}>
        <Input value={url} onChange={(_, { value }) => setUrl(value)} />
      </Field>
      <SignInFields draft={draft} caHint={words.caKept} onChange={part => setDraft({ ...draft, ...part })} />
      <Row>
        <Button type="submit" appearance="primary" disabledFocusable={isBlocked}>
          {words.change}
        </Button>
        <Button onClick={onClose}>{strings.cancel}</Button>
      </Row>
      {change.isPending && <Spinner size="tiny" label={words.changing} />}
      <CallFailure error={change.error} />
    </Form>
  );
}
