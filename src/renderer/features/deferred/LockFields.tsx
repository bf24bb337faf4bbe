import { Field, Input } from '@fluentui/react-components';
import { strings } from '../../strings.ts';
import { RadioField } from '../../ui/form/RadioField.tsx';
import { PemFile } from './PemFile.tsx';
import type { FetchForm } from './useFetchForm.ts';

const words = strings.deferred;

/** Who can open a new package. */
export function LockFields({ of }: { of: FetchForm }) {
  const differ = of.again !== '' && of.again !== of.passphrase;
  return (
    <>
      <RadioField
        label={words.lock}
        options={['passphrase', 'certificates'] as const}
        nameOf={each => words.locks[each]}
        value={of.kind}
        onChoose={of.setKind}
      />
      {of.kind === 'certificates' ? (
        <PemFile
          label={words.certificate}
          hint={words.certificateHint}
          value={of.certificate}
          onChoose={of.setCertificate}
        />
      ) : (
        <>
          <Field label={words.passphrase} hint={words.passphraseHint} required>
            <Input
              type="password"
              autoComplete="new-password"
              value={of.passphrase}
              onChange={(_, { value }) => of.setPassphrase(value)}
            />
          </Field>
          <Field
            label={words.passphraseAgain}
            required
            {...(differ ? { validationState: 'error', validationMessage: words.passphrasesDiffer } : {})}
          >
            <Input
              type="password"
              autoComplete="new-password"
              value={of.again}
              onChange={(_, { value }) => of.setAgain(value)}
            />
          </Field>
        </>
      )}
    </>
  );
}
