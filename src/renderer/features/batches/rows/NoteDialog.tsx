import { Field, Textarea } from '@fluentui/react-components';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { nameOf } from '../../../../contract/batches/nameOf.ts';
import type { BatchRow } from '../../../../contract/batches/schema.ts';
import { client } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { AppDialog } from '../../../ui/dialog/AppDialog.tsx';
import { refreshRows } from './refresh.ts';

const words = strings.batches;
const NOTE_LENGTH = 500;

/** Asks for a note to a row. */
export function NoteDialog({ batchId, row, onClose }: { batchId: string; row: BatchRow; onClose(): void }) {
  const [note, setNote] = useState(row.note ?? '');
  const save = useMutation({
    mutationFn: () => client.batches.note({ id: batchId, rowId: row.id, note: note.trim() }),
    onSuccess: () => {
      refreshRows();
      onClose();
    },
  });
  return (
    <AppDialog
      title={words.noteTitle({ user: nameOf(row) })}
      onSubmit={() => save.mutate()}
      action={{ label: words.saveNote }}
      closeLabel={strings.cancel}
      work={save}
      onClose={onClose}
    >
      <Field label={words.noteField}>
        <Textarea autoFocus maxLength={NOTE_LENGTH} rows={4} value={note} onChange={(_, data) => setNote(data.value)} />
      </Field>
    </AppDialog>
  );
}
