import { Button, Input, Spinner, Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { FingerprintEvent } from '../../../contract/keys/management.ts';
import { sampleWords } from '../../../contract/keys/sampleWords.ts';
import { client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { ConfirmRow } from './ConfirmRow.tsx';
import { KeyDialog, type KeyDialogProps } from './KeyDialog.tsx';
import { throwFailure } from './throwFailure.ts';
import { UnlockForm } from './UnlockForm.tsx';
import { useUnlocked } from './useUnlocked.ts';

const words = strings.keyWork;

/** The fingers a key knows, under its PIN: learn one, touch by touch, and forget one. */
export function FingerprintsDialog({ details, onClose, onChanged, onReset }: KeyDialogProps) {
  const { id: keyId, pin: state } = details;
  const [name, setName] = useState('');
  const [event, setEvent] = useState<FingerprintEvent | null>(null);
  const [nameRefused, setNameRefused] = useState<Failure | null>(null);
  const { value, unlock, change, pending, error } = useUnlocked(
    pin => client.keys.fingerprints.list({ keyId, pin }),
    onChanged,
  );
  const add = () =>
    change(async pin => {
      setNameRefused(null);
      try {
        const named = name.trim() === '' ? {} : { name: name.trim() };
        for await (const told of await client.keys.fingerprints.enroll({ keyId, pin, ...named })) {
          setEvent(told);
          throwFailure(told);
          if (told.type === 'completed') setNameRefused(told.nameRefused ?? null);
        }
        setName('');
      } finally {
        setEvent(null);
      }
    });
  return (
    <KeyDialog title={words.fingerprints} handsOn onClose={onClose} busy={pending} error={error}>
      {value === null && <UnlockForm state={state} pending={pending} onReset={onReset} onPin={unlock} />}
      {value?.length === 0 && <Text>{words.noFingerprints}</Text>}
      {value?.map(finger => {
        const title = finger.name ?? words.unnamedFinger;
        return (
          <ConfirmRow
            key={finger.id}
            title={title}
            removeLabel={words.deleteFinger(title)}
            question={words.confirmFinger(title)}
            disabled={pending}
            onRemove={() => change(pin => client.keys.fingerprints.remove({ keyId, pin, id: finger.id }))}
          />
        );
      })}
      {nameRefused !== null && <FailureMessage failure={nameRefused} intent="warning" />}
      {value !== null && (
        <>
          <Input
            aria-label={words.fingerName}
            placeholder={words.fingerName}
            maxLength={64}
            value={name}
            onChange={(_, data) => setName(data.value)}
          />
          <Button appearance="primary" disabledFocusable={pending} onClick={add}>
            {words.addFinger}
          </Button>
        </>
      )}
      <span aria-live="assertive">
        {event?.type === 'touch' && <Spinner size="tiny" label={words.putFinger} />}
        {event?.type === 'sample' && (
          <Text>{`${sampleWords(event.status)} ${words.samplesLeft(event.remaining)}`}</Text>
        )}
      </span>
    </KeyDialog>
  );
}
