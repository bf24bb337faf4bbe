import { Button, Field, Input, makeStyles, Switch, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConfigRequest } from '../../../contract/keyManagement.ts';
import { pinBlock } from '../../../contract/pinBlock.ts';
import { client } from '../../client/client.ts';
import { PinInput } from '../../components/PinInput.tsx';
import { strings } from '../../strings.ts';
import { KeyDialog, type KeyDialogProps } from './KeyDialog.tsx';
import { PinBlocked } from './PinBlocked.tsx';

const words = strings.keyWork;

const useStyles = makeStyles({
  setting: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  length: { width: '80px' },
});

/** The settings that a key keeps itself. Those it does not have are not shown. */
export function ConfigDialog({ details, onClose, onChanged, onReset }: KeyDialogProps) {
  const styles = useStyles();
  const { id: keyId, options, pin: state } = details;
  const [pin, setPin] = useState('');
  const [length, setLength] = useState(String(state.minLength));
  const work = useMutation({
    mutationFn: (change: ConfigRequest['change']) =>
      client.keys.configure({ keyId, change, ...(state.set ? { pin } : {}) }),
    gcTime: 0,
    onSettled: onChanged,
  });
  const block = pinBlock(state);
  const blocked = work.isPending || (state.set && (pin === '' || block !== null));
  const longer = Number(length) > state.minLength && Number(length) <= state.maxLength;
  return (
    <KeyDialog title={words.config} onClose={onClose} busy={work.isPending} error={work.error}>
      {block !== null && <PinBlocked failure={block} onReset={onReset} />}
      {block === null && state.set && (
        <PinInput
          label={strings.enroll.pin}
          {...(state.retries === undefined ? {} : { hint: strings.enroll.pinRetries(state.retries) })}
          value={pin}
          onChange={setPin}
          focus
        />
      )}
      {options.alwaysUv !== undefined && (
        <Switch
          label={words.alwaysUv}
          checked={options.alwaysUv}
          disabled={blocked}
          onChange={(_, { checked }) => work.mutate({ kind: 'setAlwaysUv', on: checked })}
        />
      )}
      {options.ep !== undefined && (
        <Switch
          label={words.enterpriseAttestation}
          checked={options.ep}
          disabled={blocked || options.ep}
          onChange={() => work.mutate({ kind: 'enableEnterpriseAttestation' })}
        />
      )}
      {options.setMinPINLength === true && (
        <div className={styles.setting}>
          <Field label={words.minLength} hint={words.minLengthHint}>
            <Input
              className={styles.length}
              type="number"
              min={state.minLength}
              max={state.maxLength}
              value={length}
              onChange={(_, data) => setLength(data.value)}
            />
          </Field>
          <Button
            disabled={blocked || !longer}
            onClick={() => work.mutate({ kind: 'setMinPINLength', length: Number(length) })}
          >
            {words.setMinLength}
          </Button>
        </div>
      )}
      {options.setMinPINLength === true && state.set && (
        <div>
          <Button disabled={blocked || state.changeRequired} onClick={() => work.mutate({ kind: 'forcePINChange' })}>
            {words.forcePinChange}
          </Button>
          {state.changeRequired && <Text> {strings.keys.pinChange}</Text>}
        </div>
      )}
    </KeyDialog>
  );
}
