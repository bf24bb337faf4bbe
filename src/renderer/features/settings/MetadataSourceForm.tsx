import {
  Accordion,
  AccordionHeader,
  AccordionItem,
  AccordionPanel,
  Button,
  Field,
  Input,
  makeStyles,
  Textarea,
  tokens,
} from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import type { MetadataUpdate } from '../../../contract/metadata/schema.ts';
import { strings } from '../../strings.ts';

const words = strings.metadata;

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', alignItems: 'start', gap: tokens.spacingVerticalM },
  field: { width: '100%', maxWidth: '480px' },
});

/** For a computer without a way to the FIDO Alliance, and for an organization with a list of its own. */
export function MetadataSourceForm({
  pending,
  onUpdate,
}: {
  pending: boolean;
  onUpdate: (request: MetadataUpdate) => void;
}) {
  const styles = useStyles();
  const [source, setSource] = useState('');
  const [root, setRoot] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const from = source.trim();
    onUpdate({
      ...(/^https?:\/\//i.test(from) ? { url: from } : { file: from }),
      ...(root.trim() === '' ? {} : { root }),
    });
  };
  return (
    <Accordion collapsible>
      <AccordionItem value="source">
        <AccordionHeader>{words.elsewhere}</AccordionHeader>
        <AccordionPanel>
          <form className={styles.form} onSubmit={submit}>
            <Field className={styles.field} label={words.from} hint={words.fromHint}>
              <Input required value={source} onChange={(_, data) => setSource(data.value)} />
            </Field>
            <Field className={styles.field} label={words.root} hint={words.rootHint}>
              <Textarea rows={3} value={root} onChange={(_, data) => setRoot(data.value)} />
            </Field>
            <Button type="submit" disabledFocusable={pending || source.trim() === ''}>
              {words.load}
            </Button>
          </form>
        </AccordionPanel>
      </AccordionItem>
    </Accordion>
  );
}
