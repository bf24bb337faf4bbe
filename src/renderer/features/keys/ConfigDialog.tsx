import { Button, Field, Input, makeStyles, Switch, Text, tokens } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { ConfigRequest } from '../../../contract/keys/management.ts';
import { pinBlock } from '../../../contract/keys/pinBlock.ts';
import type { KeyDetails } from '../../../contract/keys/schema.ts';
import { client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/dialog/AppDialog.tsx';
import { KeyPinInput } from '../../ui/form/KeyPinInput.tsx';
import type { KeyDialogProps } from './KeyDialog.ts';
import { PinBlocked } from './PinBlocked.tsx';

const words = strings.keyWork;

const useStyles = makeStyles({
  setting: { display: 'flex', flexWrap: 'wrap', alignItems: 'end', gap: tokens.spacingHorizontalM },
  length: { width: '80px' },
});

/** The settings that the key stores itself. Settings that it does not have are not shown. */
export function ConfigDialog({ details, onClose, onChanged, onReset }: KeyDialogProps) {
  const { id: keyId, pin: state } = details;
  const [pin, setPin] = useState('');
  const work = useMutation({
    mutationFn: (change: ConfigRequest['change']) =>
      client.keys.configure({ keyId, change, ...(state.set ? { pin } : {}) }),
    gcTime: 0,
    onSettled: onChanged,
  });
  const block = pinBlock(state);
  const locked = state.set && pin === '';
  return (
    <AppDialog title={words.config} work={work} onClose={onClose}>
      {block !== null && <PinBlocked failure={block} onReset={onReset} />}
      {block === null && state.set && <KeyPinInput state={state} value={pin} onChange={setPin} />}
      {block === null && <Settings details={details} locked={locked} busy={work.isPending} onChange={work.mutate} />}
    </AppDialog>
  );
}

function Settings(props: {
  details: KeyDetails;
  /** Whether the key has no PIN, without which no setting can be changed. */
  locked: boolean;
  busy: boolean;
  onChange: (change: ConfigRequest['change']) => void;
}) {
  const styles = useStyles();
  const { details, locked, busy } = props;
  const { options, pin: state } = details;
  const [length, setLength] = useState(String(state.minLength));
  // A switch that is disabled during its change would lose the focus.
  const onChange: typeof props.onChange = change => {
    if (!busy) props.onChange(change);
  };
  const longer = Number(length) > state.minLength && Number(length) <= state.maxLength;
  return (
    <>
      {options.alwaysUv !== undefined && (
        <Switch
          label={words.alwaysUv}
          checked={options.alwaysUv}
          disabled={locked}
          onChange={(_, { checked }) => onChange({ kind: 'setAlwaysUv', on: checked })}
        />
      )}
      {options.ep !== undefined && (
        <Switch
          label={words.enterpriseAttestation}
          checked={options.ep}
          disabled={locked || options.ep}
          onChange={() => onChange({ kind: 'enableEnterpriseAttestation' })}
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
            disabledFocusable={locked || busy || !longer}
            onClick={() => onChange({ kind: 'setMinPINLength', length: Number(length) })}
          >
            {words.setMinLength}
          </Button>
        </div>
      )}
      {options.setMinPINLength === true && state.set && (
        <div>
          <Button
            disabledFocusable={locked || busy || state.changeRequired}
            onClick={() => onChange({ kind: 'forcePINChange' })}
          >
            {words.forcePinChange}
          </Button>
          {state.changeRequired && <Text> {strings.keys.pinChange}</Text>}
        </div>
      )}
    </>
  );
}
