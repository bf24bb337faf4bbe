import { Button, Checkbox, Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { nameFromTemplate } from '../../../contract/profiles/nameTemplate.ts';
import { nameParts, type ProfileDraft, resetChoices } from '../../../contract/profiles/schema.ts';
import { resetWords } from '../../../contract/profiles/words.ts';
import { client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { RadioField } from '../../ui/form/RadioField.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo } from '../../ui/page/route.ts';
import { GroupsField } from './GroupsField.tsx';
import { KeySettings } from './KeySettings.tsx';
import { PinHandOverField } from './PinHandOverField.tsx';
import { PinPlanField } from './PinPlanField.tsx';
import { refreshProfiles } from './refresh.ts';

const words = strings.profiles;
const NAME_LENGTH = 60;
const TEMPLATE_LENGTH = 120;
const EXAMPLE_MODEL = 'Security Key 5 NFC';
const parts = nameParts.map(part => `{${part}}`).join(' ');

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXL, maxWidth: '560px' },
});

/** The settings of a profile. Nothing is saved before **Save**. */
export function ProfileForm({ id, start }: { id?: string; start: ProfileDraft }) {
  const styles = useStyles();
  const [draft, setDraft] = useState(start);
  const set = (change: Partial<ProfileDraft>) => setDraft(before => ({ ...before, ...change }));
  const save = useMutation({
    mutationFn: (ready: ProfileDraft) =>
      id === undefined ? client.profiles.create(ready) : client.profiles.change({ id, ...ready }),
    onSuccess: async () => {
      goTo({ page: 'settings' });
      await refreshProfiles();
    },
  });
  const named = draft.name.trim() !== '';
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (named && !save.isPending) save.mutate(cleaned(draft));
  };
  return (
    <Panel>
      <form className={styles.form} onSubmit={submit}>
        <Field label={words.name} required>
          <Input maxLength={NAME_LENGTH} value={draft.name} onChange={(_, { value }) => set({ name: value })} />
        </Field>
        <RadioField
          label={words.reset}
          hint={words.resetHint}
          options={resetChoices}
          nameOf={choice => resetWords[choice]}
          value={draft.reset}
          onChoose={reset => set({ reset })}
        />
        <PinPlanField pin={draft.pin} onChange={pin => set({ pin })} />
        {'length' in draft.pin && <PinHandOverField draft={draft} onChange={set} />}
        <KeySettings draft={draft} onChange={set} />
        <Field
          label={words.nameTemplate}
          hint={
            <>
              {words.nameTemplateHint({ parts })} {words.example({ name: exampleOf(draft.nameTemplate) })}
            </>
          }
        >
          <Input
            maxLength={TEMPLATE_LENGTH}
            value={draft.nameTemplate ?? ''}
            onChange={(_, { value }) => set({ nameTemplate: value })}
          />
        </Field>
        <Checkbox
          label={words.isDefault}
          checked={draft.isDefault}
          onChange={(_, { checked }) => set({ isDefault: checked === true })}
        />
        <GroupsField groups={draft.groups} onChange={groups => set({ groups })} />
        <CallFailure error={save.error} />
        <Row gap="small">
          <Button type="submit" appearance="primary" disabledFocusable={!named || save.isPending}>
            {words.save}
          </Button>
          <Button onClick={() => goTo({ page: 'settings' })}>{strings.cancel}</Button>
        </Row>
      </form>
    </Panel>
  );
}

function cleaned({ nameTemplate, ...draft }: ProfileDraft): ProfileDraft {
  return { ...draft, nameTemplate: nameTemplate?.trim() ? nameTemplate : null };
}

/** Returns the name of the first passkey of a user, as the template makes it. */
function exampleOf(template: string | null): string {
  const model = EXAMPLE_MODEL;
  const values = { model, serial: '4711', date: new Date().toLocaleDateString('sv-SE'), n: '1' };
  return nameFromTemplate(template ?? '', values) ?? model;
}
