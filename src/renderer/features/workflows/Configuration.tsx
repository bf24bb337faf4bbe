import { Checkbox, Field, Input, makeStyles, Radio, RadioGroup } from '@fluentui/react-components';
import { passkeyKinds, passkeyKindWords } from '../../../contract/passkeys/kinds.ts';
import { existingChoices, type WorkflowDraft, workflowTriggers } from '../../../contract/workflows/schema.ts';
import { existingWords, triggerWords } from '../../../contract/workflows/words.ts';
import { useTenantName } from '../../app/useTenantName.ts';
import { strings } from '../../strings.ts';
import { GroupChoice } from '../users/directory/GroupChoice.tsx';

const words = strings.workflows.wizard;

const useStyles = makeStyles({
  field: { maxWidth: '480px' },
  boxes: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, border: 'none' },
});

/** Whom the workflow is about, what sets it off, and what it does with users who have a passkey. */
export function Configuration({ draft, onChange }: { draft: WorkflowDraft; onChange(draft: WorkflowDraft): void }) {
  const styles = useStyles();
  const tenant = useTenantName();
  const { group } = draft;
  return (
    <>
      <Field className={styles.field} label={words.tenant} hint={words.tenantHint}>
        <Input readOnly value={tenant ?? ''} />
      </Field>
      <Field className={styles.field} label={words.group} hint={words.groupHint}>
        <GroupChoice
          group={group === null ? null : { id: group.id, displayName: group.name, members: 0 }}
          onGroup={chosen =>
            onChange({ ...draft, group: chosen === null ? null : { id: chosen.id, name: chosen.displayName } })
          }
        />
      </Field>
      <Field label={words.trigger}>
        <RadioGroup
          value={draft.trigger}
          onChange={(_, { value }) => {
            const trigger = workflowTriggers.find(known => known === value);
            if (trigger !== undefined) onChange({ ...draft, trigger });
          }}
        >
          {workflowTriggers.map(trigger => (
            <Radio key={trigger} value={trigger} label={triggerWords[trigger]} />
          ))}
        </RadioGroup>
      </Field>
      <Field label={words.existing}>
        <RadioGroup
          value={draft.existing}
          onChange={(_, { value }) => {
            const existing = existingChoices.find(known => known === value);
            if (existing !== undefined) onChange({ ...draft, existing });
          }}
        >
          {existingChoices.map(existing => (
            <Radio key={existing} value={existing} label={existingWords[existing]} />
          ))}
        </RadioGroup>
      </Field>
      <Field label={words.counted} hint={words.countedHint}>
        <fieldset className={styles.boxes}>
          {passkeyKinds.map(kind => (
            <Checkbox
              key={kind}
              label={passkeyKindWords[kind]}
              checked={draft.counted.includes(kind)}
              // The last one stays: a workflow for which nothing counts would know nobody who has a passkey.
              disabled={draft.counted.length === 1 && draft.counted.includes(kind)}
              onChange={(_, { checked }) => {
                const counted = passkeyKinds.filter(other =>
                  other === kind ? checked : draft.counted.includes(other),
                );
                onChange({ ...draft, counted });
              }}
            />
          ))}
        </fieldset>
      </Field>
    </>
  );
}
