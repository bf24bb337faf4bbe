import { Button, Divider, Field, Input, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { PersonKeyRegular } from '@fluentui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { ProvenUser } from '../../../contract/activation/schema.ts';
import { KeydeskError } from '../../../contract/errors/errors.ts';
import { spokenLanguage } from '../../../words/say.ts';
import { api, client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { Card } from './Card.tsx';
import { stationWords as words } from './language.ts';
import { Refusal } from './Refusal.tsx';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  center: { display: 'flex', flexDirection: 'column', alignItems: 'center', gap: tokens.spacingVerticalS },
});

/** The user proves who they are: by their own sign-in, or a code from the helpdesk. */
export function WhoStage({ onProven }: { onProven: (user: ProvenUser) => void }) {
  const styles = useStyles();
  const state = useQuery(api.activation.state.queryOptions());
  const signIn = useSignIn(onProven);
  const enter = useMutation({
    mutationFn: (entry: { user: string; code: string }) => client.activation.enterCode(entry),
    onSuccess: onProven,
    // SECURITY: no cache keeps the typed code.
    gcTime: 0,
  });
  if (!state.isSuccess) return state.isError ? <Refusal failure={failureOf(state.error)} /> : null;
  const { tenant, signIn: canSignIn } = state.data;
  if (tenant === null) return <Card icon={<PersonKeyRegular />} title={words.who} hint={words.notConnected} />;
  const failed = signIn.isError ? signIn.error : enter.isError ? enter.error : null;
  return (
    <Card
      icon={<PersonKeyRegular />}
      title={words.who}
      hint={canSignIn ? words.whoHint({ tenant }) : words.whoHintCode}
    >
      {failed !== null && <Refusal failure={failureOf(failed)} />}
      {canSignIn && (
        <>
          <div className={styles.center}>
            <Button
              size="large"
              appearance="primary"
              disabledFocusable={signIn.isPending || enter.isPending}
              onClick={() => signIn.mutate()}
            >
              {words.signIn}
            </Button>
            {signIn.isPending ? (
              <>
                <Spinner size="tiny" label={words.signInWaiting} />
                <Button onClick={signIn.cancel}>{words.cancel}</Button>
              </>
            ) : (
              <Text size={200}>{words.signInHint}</Text>
            )}
          </div>
          <Divider>{words.or}</Divider>
        </>
      )}
      <CodeForm disabled={signIn.isPending || enter.isPending} primary={!canSignIn} onEnter={enter.mutate} />
    </Card>
  );
}

function CodeForm(props: {
  disabled: boolean;
  primary: boolean;
  onEnter: (entry: { user: string; code: string }) => void;
}) {
  const styles = useStyles();
  const [user, setUser] = useState('');
  const [code, setCode] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    props.onEnter({ user: user.trim(), code: code.trim() });
  };
  return (
    <form className={styles.form} onSubmit={submit} autoComplete="off">
      <Field label={words.userName} hint={words.userNameHint} size="large">
        <Input value={user} spellCheck={false} onChange={(_, data) => setUser(data.value)} />
      </Field>
      <Field label={words.code} size="large">
        <Input value={code} spellCheck={false} onChange={(_, data) => setCode(data.value)} />
      </Field>
      <Button
        type="submit"
        size="large"
        appearance={props.primary ? 'primary' : 'secondary'}
        disabledFocusable={props.disabled || user.trim() === '' || code.trim() === ''}
      >
        {words.useCode}
      </Button>
    </form>
  );
}

/** The user's own sign-in. Leaving the page cancels it. */
function useSignIn(onProven: (user: ProvenUser) => void) {
  const queryClient = useQueryClient();
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const mutation = useMutation({
    mutationFn: async () => {
      const controller = new AbortController();
      running.current = controller;
      for await (const event of await client.activation.signIn(
        { language: spokenLanguage() },
        { signal: controller.signal },
      )) {
        if (event.kind === 'done') return event.user;
        if (event.kind === 'failed') throw new KeydeskError(event.failure.code, event.failure.params);
      }
      throw new KeydeskError('cancelled');
    },
    onSuccess: onProven,
    // If the sign-in does not prove enough, the station offers only codes.
    onError: () => void queryClient.invalidateQueries({ queryKey: api.activation.state.key() }),
  });
  return {
    ...mutation,
    mutate: () => mutation.mutate(),
    cancel: () => {
      running.current?.abort();
      mutation.reset();
    },
  };
}
