import {
  Button,
  Field,
  Input,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { PinChoice } from '../../../contract/enrollment.ts';
import type { User } from '../../../contract/users.ts';
import { goTo } from '../../app/route.ts';
import { useKeys } from '../../client/hooks.ts';
import { PageHeading } from '../../components/PageHeading.tsx';
import { Panel } from '../../components/Panel.tsx';
import { strings } from '../../strings.ts';
import { useEnrollment } from './EnrollmentProvider.tsx';
import { KeyChoice } from './KeyChoice.tsx';
import { PinField } from './PinField.tsx';
import { PolicyVerdict } from './PolicyVerdict.tsx';

const words = strings.enroll;
/** Graph's longest name for a passkey, in characters. */
const MAX_NAME = 30;

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, maxWidth: '560px' },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
});

/** What to ask before Create. Everything has a default; without a key it waits and goes on by itself. */
export function EnrollmentForm({ user }: { user: User }) {
  const styles = useStyles();
  const { run, start } = useEnrollment();
  const keys = useKeys() ?? [];
  const [chosen, setChosen] = useState<string | null>(null);
  const [typedName, setTypedName] = useState<string | null>(null);
  const [pin, setPin] = useState<PinChoice | null>(null);
  // Among several keys none is taken by itself: the wrong one would be written to.
  const key = keys.find(candidate => candidate.id === chosen) ?? (keys.length === 1 ? keys[0] : undefined);
  const name = typedName ?? (key?.product ?? strings.keys.unnamed).slice(0, MAX_NAME);
  const busy = run !== null && run.end === null;

  const create = (event: FormEvent) => {
    event.preventDefault();
    if (key === undefined || busy) return;
    start(user, { interactive: true, keyId: key.id, displayName: name.trim(), ...(pin === null ? {} : { pin }) });
  };

  return (
    <>
      <PageHeading title={words.title}>{words.intro(user.displayName)}</PageHeading>
      <Panel>
        <form className={styles.form} onSubmit={create}>
          {keys.length === 0 && (
            <MessageBar intent="warning" layout="multiline" role="status">
              <MessageBarBody>
                <MessageBarTitle>{words.noKey}</MessageBarTitle> {words.noKeyHint}
              </MessageBarBody>
            </MessageBar>
          )}
          {keys.length > 0 && <KeyChoice keys={keys} chosen={key} onChoose={setChosen} />}
          {key !== undefined && <PinField key={key.id} keyId={key.id} choice={pin} onChoice={setPin} />}
          {key !== undefined && <PolicyVerdict user={user} keyId={key.id} />}
          <Field label={words.displayName} hint={words.displayNameHint}>
            <Input maxLength={MAX_NAME} value={name} onChange={(_, data) => setTypedName(data.value)} />
          </Field>
          <div className={styles.actions}>
            <Button type="submit" appearance="primary" disabled={key === undefined || busy || name.trim() === ''}>
              {words.create}
            </Button>
            <Button onClick={() => goTo({ page: 'user', user: user.id, tab: 'passkeys' })}>{strings.cancel}</Button>
          </div>
        </form>
      </Panel>
    </>
  );
}
