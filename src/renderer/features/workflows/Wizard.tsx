import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { WorkflowDraft } from '../../../contract/workflows/schema.ts';
import { goTo } from '../../app/route.ts';
import { api, client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Configuration } from './Configuration.tsx';
import { Review } from './Review.tsx';
import { refreshWorkflows } from './refresh.ts';
import { StepTrail, steps } from './StepTrail.tsx';

const words = strings.workflows.wizard;
const NAME_LENGTH = 120;

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL },
  field: { maxWidth: '480px' },
  buttons: { display: 'flex', gap: tokens.spacingHorizontalM },
});

/** Name, then configuration and trigger, then the review; nothing happens before **Submit**. */
export function Wizard({ id, start }: { id?: string; start: WorkflowDraft }) {
  const styles = useStyles();
  const [at, setAt] = useState(0);
  const [draft, setDraft] = useState(start);
  const step = steps[at] ?? 'name';
  const submit = useMutation({
    ...api.workflows.create.mutationOptions({}),
    mutationFn: (ready: WorkflowDraft) =>
      id === undefined ? client.workflows.create(ready) : client.workflows.edit({ id, ...ready }),
    onSuccess: async workflow => {
      goTo({ page: 'workflow', workflow: workflow.id });
      await refreshWorkflows();
    },
  });
  const named = draft.name.trim() !== '';
  const goOn = (event: FormEvent) => {
    event.preventDefault();
    if (step === 'review') submit.mutate(draft);
    else if (named) setAt(at + 1);
  };
  return (
    <Panel>
      <StepTrail step={step} />
      <form className={styles.form} onSubmit={goOn}>
        {step === 'name' && (
          <Field className={styles.field} label={words.name} hint={words.nameHint} required>
            <Input
              autoFocus
              maxLength={NAME_LENGTH}
              value={draft.name}
              onChange={(_, data) => setDraft({ ...draft, name: data.value })}
            />
          </Field>
        )}
        {step === 'configuration' && <Configuration draft={draft} onChange={setDraft} />}
        {step === 'review' && <Review draft={draft} {...(id === undefined ? {} : { id })} />}
        {submit.isError && <FailureMessage failure={failureOf(submit.error)} />}
        <div className={styles.buttons}>
          {at > 0 && (
            <Button disabledFocusable={submit.isPending} onClick={() => setAt(at - 1)}>
              {words.back}
            </Button>
          )}
          <Button type="submit" appearance="primary" disabledFocusable={!named || submit.isPending}>
            {step === 'review' ? words.submit : words.next}
          </Button>
          <Button
            appearance="subtle"
            disabledFocusable={submit.isPending}
            onClick={() => goTo(id === undefined ? { page: 'workflows' } : { page: 'workflow', workflow: id })}
          >
            {strings.cancel}
          </Button>
        </div>
      </form>
    </Panel>
  );
}
