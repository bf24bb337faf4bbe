import { Button } from '@fluentui/react-components';
import { PlayRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Batch } from '../../../contract/batches/schema.ts';
import { client } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { ConfirmDialog } from '../../ui/dialog/ConfirmDialog.tsx';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { goTo } from '../../ui/page/route.ts';

const words = strings.batch;

/**
 * Starts a batch with rows that wait, or leads to its run screen.
 * @param packagedUntil until when its keys may be made with a package elsewhere (ISO 8601); null if there is none. Then a person is asked first
 */
export function StartBatch(props: { batch: Batch; running: boolean; packagedUntil: string | null }) {
  const { batch, running, packagedUntil } = props;
  const [asking, setAsking] = useState(false);
  const toRun = () => goTo({ page: 'run-batch', batch: batch.id });
  const start = useMutation({
    mutationFn: () => client.batches.start({ id: batch.id, interactive: true }),
    onSuccess: toRun,
  });
  const begin = () => (packagedUntil === null ? start.mutate() : setAsking(true));
  const label = batch.state === 'draft' ? words.start : words.continue;
  return (
    <>
      <Button
        appearance="primary"
        icon={<PlayRegular />}
        disabledFocusable={start.isPending}
        onClick={running ? toRun : begin}
      >
        {running ? words.toRun : label}
      </Button>
      {!asking && <CallFailure error={start.error} />}
      {asking && packagedUntil !== null && (
        <ConfirmDialog
          title={words.packagedTitle}
          action={words.start}
          work={start}
          onConfirm={() => start.mutate()}
          onClose={() => setAsking(false)}
        >
          {words.packaged({ time: formatDate(packagedUntil) })} {words.packagedHint}
        </ConfirmDialog>
      )}
    </>
  );
}
