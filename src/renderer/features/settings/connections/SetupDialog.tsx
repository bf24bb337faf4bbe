import {
  Button,
  DialogActions,
  DialogBody,
  DialogContent,
  DialogSurface,
  DialogTitle,
  makeStyles,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { ConnectionView, Credential } from '../../../../contract/connections/schema.ts';
import { client, queryClient } from '../../../client/client.ts';
import { failureOf } from '../../../client/failure.ts';
import { strings } from '../../../strings.ts';
import { AppDialog } from '../../../ui/AppDialog.tsx';
import { FailureMessage } from '../../../ui/FailureMessage.tsx';
import { DetailsStep } from './DetailsStep.tsx';
import { type ChangeDraft, connectionOf, type Draft, draftOf } from './draft.ts';
import { PermissionsStep } from './PermissionsStep.tsx';
import { RegisterStep } from './RegisterStep.tsx';
import { WayStep } from './WayStep.tsx';

const words = strings.connections.setup;
const LAST = words.steps.length - 1;

const useStyles = makeStyles({
  surface: { maxWidth: '680px' },
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    minHeight: '380px',
    padding: `${tokens.spacingVerticalS} 0`,
  },
  step: { color: tokens.colorNeutralForeground3 },
});

/** Leads through the set-up of a connection; of one that is there, the last step comes first. */
export function SetupDialog({ connection, onClose }: { connection: ConnectionView | null; onClose: () => void }) {
  const styles = useStyles();
  const [draft, setDraft] = useState<Draft>(() => draftOf(connection));
  const [step, setStep] = useState(connection === null ? 0 : LAST);
  const change: ChangeDraft = next => setDraft(before => ({ ...before, ...next }));
  const save = useMutation({
    mutationFn: () => saveDraft(connection, draft),
    onSuccess: () => {
      // Not waited for: the live lists among them are never done.
      void queryClient.invalidateQueries();
      onClose();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (step === LAST) save.mutate();
    else setStep(step + 1);
  };
  return (
    <AppDialog modalType="alert" busy={save.isPending} onClose={onClose}>
      <DialogSurface className={styles.surface}>
        <form onSubmit={submit}>
          <DialogBody>
            <DialogTitle>{connection === null ? words.title : words.editTitle(connection.name)}</DialogTitle>
            <DialogContent className={styles.content}>
              <Text className={styles.step} aria-live="polite">
                {words.step(step + 1, LAST + 1, words.steps[step] ?? '')}
              </Text>
              {step === 0 && <WayStep draft={draft} onChange={change} />}
              {step === 1 && <RegisterStep draft={draft} />}
              {step === 2 && <PermissionsStep draft={draft} />}
              {step === LAST && (
                <DetailsStep draft={draft} credentialKept={connection?.credential != null} onChange={change} />
              )}
              {save.isError && <FailureMessage failure={failureOf(save.error)} />}
            </DialogContent>
            <DialogActions>
              {step > 0 && <Button onClick={() => setStep(step - 1)}>{words.back}</Button>}
              <Button type="submit" appearance="primary" disabledFocusable={save.isPending || !isReady(draft, step)}>
                {step === LAST ? words.save : words.next}
              </Button>
              <Button disabledFocusable={save.isPending} onClick={onClose}>
                {strings.cancel}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </AppDialog>
  );
}

function isReady({ tenantId, clientId, signIn }: Draft, step: number): boolean {
  return step < LAST || (tenantId.trim() !== '' && (signIn === 'token' || clientId.trim() !== ''));
}

async function saveDraft(connection: ConnectionView | null, draft: Draft): Promise<void> {
  const change = connectionOf(draft);
  const { id } =
    connection === null
      ? await client.connections.add(change)
      : await client.connections.change({ id: connection.id, change });
  const credential = credentialOf(draft);
  if (credential !== undefined) await client.connections.setCredential({ id, credential });
}

function credentialOf({ signIn, secret, pem }: Draft): Credential | undefined {
  if (signIn === 'secret' && secret !== '') return { kind: 'secret', secret };
  if (signIn === 'certificate' && pem !== '') return { kind: 'certificate', pem };
  return undefined;
}
