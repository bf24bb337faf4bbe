import { Field, Input } from '@fluentui/react-components';
import { strings } from '../../strings.ts';
import { RadioField } from '../../ui/form/RadioField.tsx';
import { PemFile } from './PemFile.tsx';
import { type UnlockState, unlockKinds } from './useUnlock.ts';

const words = strings.deferred;

/** The fields that name an existing package and open it. */
export function UnlockFields({ of }: { of: UnlockState }) {
  return (
    <>
      <Field label={words.file} hint={words.openFileHint} required>
        <Input value={of.file} onChange={(_, { value }) => of.setFile(value)} />
      </Field>
      <RadioField
        label={words.unlock}
        options={unlockKinds}
        nameOf={each => words.unlocks[each]}
        value={of.kind}
        onChoose={of.setKind}
      />
      {of.kind === 'identity' && <PemFile label={words.identity} value={of.identity} onChoose={of.setIdentity} />}
      {of.kind !== 'station' && (
        <Field label={of.kind === 'identity' ? words.identityPassphrase : words.passphrase}>
          <Input
            type="password"
            autoComplete="off"
            value={of.passphrase}
            onChange={(_, { value }) => of.setPassphrase(value)}
          />
        </Field>
      )}
    </>
  );
}
