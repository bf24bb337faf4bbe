import { Field, Input } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { RecordState } from '../../../../contract/record/schema.ts';
import { api, queryClient } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { AppDialog } from '../../../ui/dialog/AppDialog.tsx';
import { ConfirmDialog } from '../../../ui/dialog/ConfirmDialog.tsx';

/** A desk about which a person decides whether it may receive secrets. */
export interface AskedDesk {
  readonly desk: RecordState['desks'][number];
  readonly about: 'trust' | 'remove';
}

/**
 * Asks for the fingerprint of a desk, or whether it gets nothing any more. SECURITY: this window does not show the fingerprint, so that it must come from the other
 * desk, and not from the database.
 */
export function DeskDialog({ asked: { desk, about }, onClose }: { asked: AskedDesk; onClose: () => void }) {
  const words = strings.record;
  const { id, name } = desk;
  const [fingerprint, setFingerprint] = useState('');
  const onSuccess = () => {
    onClose();
    void queryClient.invalidateQueries();
  };
  const trust = useMutation(api.record.trustDesk.mutationOptions({ onSuccess }));
  const remove = useMutation(api.record.removeDesk.mutationOptions({ onSuccess }));
  if (about === 'remove')
    return (
      <ConfirmDialog
        title={words.removeTitle({ name })}
        action={words.removeDesk}
        work={remove}
        onConfirm={() => remove.mutate({ desk: id })}
        onClose={onClose}
      >
        {words.removeHint}
      </ConfirmDialog>
    );
  const isReady = fingerprint.trim() !== '' && !trust.isPending;
  return (
    <AppDialog
      modalType="alert"
      title={words.trustTitle({ name })}
      action={{ label: words.confirm, disabled: !isReady }}
      onSubmit={() => isReady && trust.mutate({ desk: id, fingerprint })}
      work={trust}
      onClose={onClose}
      closeLabel={strings.cancel}
    >
      <p>{words.trustHint({ name })}</p>
      <Field label={words.enterFingerprint({ name })}>
        <Input autoFocus value={fingerprint} inputMode="numeric" onChange={(_, { value }) => setFingerprint(value)} />
      </Field>
    </AppDialog>
  );
}
