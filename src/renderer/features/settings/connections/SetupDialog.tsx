import { Button, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConnectionView } from '../../../../contract/connections/schema.ts';
import { client, queryClient } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { AppDialog } from '../../../ui/dialog/AppDialog.tsx';
import { QuietText } from '../../../ui/display/QuietText.tsx';
import { DetailsStep } from './DetailsStep.tsx';
import { type ChangeDraft, connectionOf, credentialOf, type Draft, draftOf, isComplete } from './draft.ts';
import { PermissionsStep } from './PermissionsStep.tsx';
import { RegisterStep } from './RegisterStep.tsx';
import { WayStep } from './WayStep.tsx';

const words = strings.connectionSetup;
const STEPS = ['way', 'register', 'permissions', 'details'] as const;
const LAST = STEPS.length - 1;

const useStyles = makeStyles({
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    minHeight: '380px',
    padding: `${tokens.spacingVerticalS} 0`,
  },
});

/** The steps of a new connection. An existing connection starts at the last step. */
export function SetupDialog({ connection, onClose }: { connection: ConnectionView | null; onClose: () => void }) {
  const styles = useStyles();
  const [draft, setDraft] = useState<Draft>(() => draftOf(connection));
  const [step, setStep] = useState(connection === null ? 0 : LAST);
  const change: ChangeDraft = next => setDraft(before => ({ ...before, ...next }));
  const save = useMutation({
    mutationFn: () => saveDraft(connection, draft),
    onSuccess: () => {
      // Not awaited: the live lists among the queries never finish.
      void queryClient.invalidateQueries();
      onClose();
    },
  });
  const submit = () => {
    if (step === LAST) save.mutate();
    else setStep(step + 1);
  };
  return (
    <AppDialog
      title={connection === null ? words.title : words.editTitle({ name: connection.name })}
      modalType="alert"
      width="680px"
      before={step > 0 && <Button onClick={() => setStep(step - 1)}>{words.back}</Button>}
      action={{ label: step === LAST ? words.save : words.next, disabled: step === LAST && !isComplete(draft) }}
      closeLabel={strings.cancel}
      work={save}
      onSubmit={submit}
      onClose={onClose}
    >
      <div className={styles.content}>
        <QuietText aria-live="polite">
          {words.step({ step: step + 1, count: LAST + 1, name: words.steps[STEPS[step] ?? 'details'] })}
        </QuietText>
        {step === 0 && <WayStep draft={draft} onChange={change} />}
        {step === 1 && <RegisterStep draft={draft} />}
        {step === 2 && <PermissionsStep draft={draft} />}
        {step === LAST && (
          <DetailsStep draft={draft} credentialKept={connection?.credential != null} onChange={change} />
        )}
      </div>
    </AppDialog>
  );
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
