import { Button, Field, Input, makeStyles, Text, Textarea } from '@fluentui/react-components';
import { useRef } from 'react';
import { MAX_CERTIFICATE_FILE, recordSignIns } from '../../../../contract/record/schema.ts';
import { strings } from '../../../strings.ts';
import { RadioField } from '../../../ui/form/RadioField.tsx';
import { Row } from '../../../ui/page/Row.tsx';
import type { SignInDraft } from './signInDraft.ts';

const words = strings.record;

const useStyles = makeStyles({ name: { overflowWrap: 'anywhere' } });

/** How this desk signs in to a record. SECURITY: never filled with stored secrets. */
export function SignInFields(props: {
  draft: SignInDraft;
  /** The hint at the certificate authority. */
  caHint: string;
  /** Whether the secrets are used once and not kept. Default: false */
  isOnce?: boolean;
  onChange: (change: Partial<SignInDraft>) => void;
}) {
  const { draft, caHint, isOnce = false, onChange } = props;
  return (
    <>
      <RadioField
        label={words.signIn}
        {...(draft.kind === 'entra' ? { hint: words.entraHint } : {})}
        options={recordSignIns}
        nameOf={each => words.signInWays[each]}
        value={draft.kind}
        onChoose={kind => onChange({ kind })}
      />
      {draft.kind === 'password' && (
        <Field label={words.password} hint={isOnce ? words.ownerPasswordHint : words.passwordHint}>
          <Input
            type="password"
            autoComplete="off"
            value={draft.password}
            onChange={(_, { value }) => onChange({ password: value })}
          />
        </Field>
      )}
      {draft.kind === 'certificate' && <CertificateFields {...props} />}
      <Field label={words.ca} hint={caHint}>
        <Textarea
          resize="vertical"
          spellCheck={false}
          value={draft.ca}
          onChange={(_, { value }) => onChange({ ca: value })}
        />
      </Field>
    </>
  );
}

function CertificateFields({
  draft,
  isOnce = false,
  onChange,
}: {
  draft: SignInDraft;
  isOnce?: boolean;
  onChange: (change: Partial<SignInDraft>) => void;
}) {
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const button = draft.file === null ? words.chooseFile : words.otherFile;
  const read = async (files: FileList | null) => {
    const [file] = files ?? [];
    if (file === undefined) return;
    const bytes = new Uint8Array(await file.slice(0, MAX_CERTIFICATE_FILE).arrayBuffer());
    onChange({
      file: { name: file.name, base64: btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join('')) },
    });
  };
  return (
    <>
      <Field label={words.certificate} hint={isOnce ? words.ownerCertificateHint : words.certificateHint}>
        <Row>
          <Button aria-label={`${words.certificate}: ${button}`} onClick={() => input.current?.click()}>
            {button}
          </Button>
          {draft.file !== null && <Text className={styles.name}>{draft.file.name}</Text>}
          <input
            ref={input}
            type="file"
            hidden
            accept=".pem,.crt,.p12,.pfx"
            onChange={event => {
              void read(event.target.files);
              event.target.value = '';
            }}
          />
        </Row>
      </Field>
      <Field label={words.passphrase} hint={words.passphraseHint}>
        <Input
          type="password"
          autoComplete="off"
          value={draft.passphrase}
          onChange={(_, { value }) => onChange({ passphrase: value })}
        />
      </Field>
    </>
  );
}
