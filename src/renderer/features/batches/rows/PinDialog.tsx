import { Spinner, Text } from '@fluentui/react-components';
import { useEffect } from 'react';
import { nameOf } from '../../../../contract/batches/nameOf.ts';
import type { BatchRow } from '../../../../contract/batches/schema.ts';
import { strings } from '../../../strings.ts';
import { AppDialog } from '../../../ui/dialog/AppDialog.tsx';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { PinText } from './PinText.tsx';
import { useAfterMoment } from './useAfterMoment.ts';
import { useHandOver, useShowPin } from './usePin.ts';

const words = strings.batches;

/** Shows the PIN of a row until it is handed over. */
export function PinDialog({ batchId, row, onClose }: { batchId: string; row: BatchRow; onClose(): void }) {
  const { mutate: show, ...shown } = useShowPin(batchId);
  const handOver = useHandOver(batchId, onClose);
  useEffect(() => show(row.id), [show, row.id]);
  // A key press that was meant for the menu must not confirm a PIN that nobody has read.
  const isReadable = useAfterMoment(shown.data && row.id);
  const action = {
    label: strings.batch.confirmHandedOver,
    disabled: !isReadable,
    onClick: () => isReadable && handOver.mutate(row.id),
  };
  return (
    <AppDialog
      title={words.pinTitle({ user: nameOf(row) })}
      {...(shown.isError ? {} : { action })}
      work={handOver}
      onClose={onClose}
    >
      {shown.isPending && <Spinner size="tiny" label={strings.loading} />}
      <CallFailure error={shown.error} />
      {shown.data && <PinText>{shown.data.pin}</PinText>}
      {!shown.isError && <Text>{words.pinHint}</Text>}
    </AppDialog>
  );
}
