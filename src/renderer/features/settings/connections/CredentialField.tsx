import { Button, Field, Input, makeStyles, Textarea, tokens } from '@fluentui/react-components';
import { DocumentRegular } from '@fluentui/react-icons';
import { useRef } from 'react';
import { strings } from '../../../strings.ts';
import type { ChangeDraft, Draft } from './draft.ts';

const words = strings.connectionSetup;

const useStyles = makeStyles({
  pem: { fontFamily: tokens.fontFamilyMonospace },
  file: { alignSelf: 'start', flexShrink: 0 },
});

/** The credential of the app. SECURITY: never filled with the stored one. */
export function CredentialField({ draft, kept, onChange }: { draft: Draft; kept: boolean; onChange: ChangeDraft }) {
  const styles = useStyles();
  const chooser = useRef<HTMLInputElement>(null);
  const keep = kept ? ` ${words.keepCredential}` : '';
  if (draft.signIn === 'secret') {
    return (
      <Field label={words.secret} hint={words.secretHint + keep}>
        <Input
          type="password"
          autoComplete="off"
          value={draft.secret}
          onChange={(_, { value }) => onChange({ secret: value })}
        />
      </Field>
    );
  }
  if (draft.signIn !== 'certificate') return null;
  return (
    <>
      <Field label={words.pem} hint={words.pemHint + keep}>
        <Textarea
          rows={4}
          resize="vertical"
          autoComplete="off"
          spellCheck={false}
          textarea={{ className: styles.pem }}
          value={draft.pem}
          onChange={(_, { value }) => onChange({ pem: value })}
        />
      </Field>
      <input
        ref={chooser}
        type="file"
        hidden
        accept=".pem,.crt,.key,.txt"
        aria-label={words.pemFile}
        onChange={event => {
          const [file] = event.target.files ?? [];
          void file?.text().then(pem => onChange({ pem }));
        }}
      />
      <Button className={styles.file} icon={<DocumentRegular />} onClick={() => chooser.current?.click()}>
        {words.pemFile}
      </Button>
    </>
  );
}
