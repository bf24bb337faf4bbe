import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  Field,
  Input,
  Textarea,
} from '@fluentui/react-components';
import { useState } from 'react';
import type { MetadataUpdate } from '../../../contract/metadata/schema.ts';
import { strings } from '../../strings.ts';
import { Form } from '../../ui/form/Form.tsx';
import { metadataSource } from './metadataSource.ts';

const words = strings.metadata;

/**
 * Loads key models from a file or another address: for a computer without access to the FIDO Alliance, or an organization with its own
 * list.
 */
export function MetadataSourceForm({
  pending,
  onUpdate,
}: {
  pending: boolean;
  onUpdate: (request: MetadataUpdate) => void;
}) {
  const [source, setSource] = useState('');
  const [root, setRoot] = useState('');
  const submit = () => {
    onUpdate(metadataSource(source, root));
  };
  return (
    <Accordion collapsible>
      <AccordionItem value="source">
        <AccordionHeader>{words.elsewhere}</AccordionHeader>
        <AccordionPanel>
          <Form onSubmit={submit}>
            <Field label={words.from} hint={words.fromHint}>
              <Input required value={source} onChange={(_, data) => setSource(data.value)} />
            </Field>
            <Field label={words.root} hint={words.rootHint}>
              <Textarea rows={3} value={root} onChange={(_, data) => setRoot(data.value)} />
            </Field>
            <Button type="submit" disabledFocusable={pending || source.trim() === ''}>
              {words.load}
            </Button>
          </Form>
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  );
}
