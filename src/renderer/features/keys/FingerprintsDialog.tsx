import { Button, Input, Spinner, Text } from '@fluentui/react-components';
import { useState } from 'react';
import type { Failure } from '../../../contract/errors/failure.ts';
import type { FingerprintEvent } from '../../../contract/keys/management.ts';
import { sampleWords } from '../../../contract/keys/sampleWords.ts';
import { client } from '../../client/client.ts';
import { throwFailure } from '../../client/throwFailure.ts';
import { strings } from '../../strings.ts';
import { AppDialog } from '../../ui/dialog/AppDialog.tsx';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { ConfirmRow } from './ConfirmRow.tsx';
import type { KeyDialogProps } from './KeyDialog.ts';
import { UnlockForm } from './UnlockForm.tsx';
import { useUnlocked } from './useUnlocked.ts';

const words = strings.keyWork;

/** The fingerprints of a key. Needs the PIN. Adds a fingerprint touch by touch, and deletes one. */
export function FingerprintsDialog({ details, onClose, onChanged, onReset }: KeyDialogProps) {
  const { id: keyId, pin: state } = details;
  const [name, setName] = useState('');
  const [event, setEvent] = useState<FingerprintEvent | null>(null);
  const [nameRefused, setNameRefused] = useState<Failure | null>(null);
  const { value, unlock, change, work } = useUnlocked(pin => client.keys.fingerprints.list({ keyId, pin }), onChanged);
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
    <AppDialog title={words.fingerprints} modalType="non-modal" work={work} onClose={onClose}>
      {value === null && <UnlockForm state={state} pending={work.isPending} onReset={onReset} onPin={unlock} />}
      {value?.length === 0 && <Text>{words.noFingerprints}</Text>}
      {value?.map(finger => {
        const title = finger.name ?? words.unnamedFinger;
        return (
          <ConfirmRow
            key={finger.id}
            title={title}
            removeLabel={words.deleteFinger({ name: title })}
            question={words.confirmFinger({ name: title })}
            disabled={work.isPending}
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
          <Button appearance="primary" disabledFocusable={work.isPending} onClick={add}>
            {words.addFinger}
          </Button>
        </>
      )}
      <span aria-live="assertive">
        {event?.type === 'touch' && <Spinner size="tiny" label={words.putFinger} />}
        {event?.type === 'sample' && (
          <Text>{`${sampleWords(event.status)} ${words.samplesLeft({ count: event.remaining })}`}</Text>
        )}
      </span>
    </AppDialog>
  );
}
