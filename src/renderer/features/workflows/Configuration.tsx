import { Checkbox, Field, Input, makeStyles } from '@fluentui/react-components';
import { passkeyKinds, passkeyKindWords } from '../../../contract/passkeys/kinds.ts';
import { existingChoices, type WorkflowDraft, workflowTriggers } from '../../../contract/workflows/schema.ts';
import { existingWords, triggerWords } from '../../../contract/workflows/words.ts';
import { useTenantName } from '../../client/useTenantName.ts';
import { strings } from '../../strings.ts';
import { GroupChoice } from '../../ui/form/GroupChoice.tsx';
import { RadioField } from '../../ui/form/RadioField.tsx';

const words = strings.workflows.wizard;

const useStyles = makeStyles({
  field: { maxWidth: '480px' },
  boxes: { display: 'flex', flexDirection: 'column', margin: 0, padding: 0, border: 'none' },
});

/** The group of a workflow, its trigger, and what it does with users who have a passkey. */
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
      <RadioField
        label={words.trigger}
        options={workflowTriggers}
        nameOf={trigger => triggerWords[trigger]}
        value={draft.trigger}
        onChoose={trigger => onChange({ ...draft, trigger })}
      />
      <RadioField
        label={words.existing}
        options={existingChoices}
        nameOf={existing => existingWords[existing]}
        value={draft.existing}
        onChoose={existing => onChange({ ...draft, existing })}
      />
      <Field label={words.counted} hint={words.countedHint}>
        <fieldset className={styles.boxes}>
          {passkeyKinds.map(kind => (
            <Checkbox
              key={kind}
              label={passkeyKindWords[kind]}
              checked={draft.counted.includes(kind)}
              // One kind must stay checked: without any kind, no user would count as having a passkey.
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
