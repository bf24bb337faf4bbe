import { Button, Field, Input, Textarea } from '@fluentui/react-components';
import { useState } from 'react';
import { messageParts } from '../../../../contract/handover/schema.ts';
import type { Settings } from '../../../../contract/settings/schema.ts';
import { useChangeSettings } from '../../../client/useChangeSettings.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { Form } from '../../../ui/form/Form.tsx';
import { Panel } from '../../../ui/page/Panel.tsx';
import { Row } from '../../../ui/page/Row.tsx';
import { LogoField } from './LogoField.tsx';
import { PrinterField } from './PrinterField.tsx';

const words = strings.handoverSettings;
const TEXT_LENGTH = 500;
const MESSAGE_LENGTH = 4000;
const fields = ['organizationName', 'organizationContact', 'mailText', 'chatText'] as const;
const parts = messageParts.map(part => `{${part}}`).join(' ');

/** What users get with their keys: the organization on their sheets, the texts of messages, and the printer of PINs. */
export function HandOverPanel({ settings }: { settings: Settings }) {
  const [draft, setDraft] = useState<Partial<Settings>>({});
  const change = useChangeSettings();
  const textOf = (name: (typeof fields)[number]) => draft[name] ?? settings[name];
  const set = (name: (typeof fields)[number], value: string) => setDraft({ ...draft, [name]: value });
  const isChanged = fields.some(name => textOf(name) !== settings[name]);
  const save = () => {
    if (isChanged && !change.isPending) change.mutate(draft, { onSuccess: () => setDraft({}) });
  };
  const area = (name: 'organizationContact' | 'mailText' | 'chatText', hint: string, maxLength: number) => (
    <Field label={words[name]} hint={hint}>
      <Textarea
        rows={4}
        resize="vertical"
        maxLength={maxLength}
        value={textOf(name)}
        onChange={(_, { value }) => set(name, value)}
      />
    </Field>
  );
  return (
    <Panel title={words.title}>
      <Form onSubmit={save}>
        <Field label={words.organizationName} hint={words.organizationHint}>
          <Input
            maxLength={TEXT_LENGTH}
            value={textOf('organizationName')}
            onChange={(_, { value }) => set('organizationName', value)}
          />
        </Field>
        {area('organizationContact', words.contactHint, TEXT_LENGTH)}
        {area('mailText', words.mailHint({ parts }), MESSAGE_LENGTH)}
        {area('chatText', words.chatHint({ parts }), MESSAGE_LENGTH)}
        <Row gap="small">
          <Button type="submit" disabledFocusable={!isChanged || change.isPending}>
            {words.save}
          </Button>
          <Button appearance="subtle" disabledFocusable={!isChanged} onClick={() => setDraft({})}>
            {words.undo}
          </Button>
        </Row>
        <CallFailure error={change.error} />
        <LogoField />
        <PrinterField settings={settings} />
      </Form>
    </Panel>
  );
}
