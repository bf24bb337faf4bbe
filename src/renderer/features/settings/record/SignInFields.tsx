import { Field, Input, Textarea } from '@fluentui/react-components';
import { MAX_CERTIFICATE_FILE, recordSignIns } from '../../../../contract/record/schema.ts';
import { strings } from '../../../strings.ts';
import { FileChoice } from '../../../ui/form/FileChoice.tsx';
import { RadioField } from '../../../ui/form/RadioField.tsx';
import type { SignInDraft } from './signInDraft.ts';

const words = strings.record;

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
  const read = async (file: File) => {
    const bytes = new Uint8Array(await file.slice(0, MAX_CERTIFICATE_FILE).arrayBuffer());
    onChange({
      file: { name: file.name, base64: btoa(Array.from(bytes, byte => String.fromCharCode(byte)).join('')) },
    });
  };
  return (
    <>
      <FileChoice
        label={words.certificate}
        hint={isOnce ? words.ownerCertificateHint : words.certificateHint}
        button={draft.file === null ? words.chooseFile : words.otherFile}
        accept=".pem,.crt,.p12,.pfx"
        name={draft.file?.name}
        onChoose={file => void read(file)}
      />
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
