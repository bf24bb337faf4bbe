import { Button, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { WorkflowDraft } from '../../../contract/workflows/schema.ts';
import { api, client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo } from '../../ui/page/route.ts';
import { Configuration } from './Configuration.tsx';
import { Review } from './Review.tsx';
import { refreshWorkflows } from './refresh.ts';
import { StepTrail, steps } from './StepTrail.tsx';

const words = strings.workflows.wizard;
const NAME_LENGTH = 120;

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL },
  field: { maxWidth: '480px' },
});

/** The steps of a new workflow: name, configuration, review. Nothing is saved before **Submit**. */
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
        <CallFailure error={submit.error} />
        <Row>
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
        </Row>
      </form>
    </Panel>
  );
}
