import { Field, Input, makeStyles, tokens } from '@fluentui/react-components';
import { BarcodeScannerRegular } from '@fluentui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { nameOf } from '../../../../contract/batches/nameOf.ts';
import { wordsFor } from '../../../../contract/errors/words.ts';
import { client } from '../../../client/client.ts';
import { failureOf } from '../../../client/failure.ts';
import { strings } from '../../../strings.ts';
import { isDialogOpen } from '../../../ui/dialog/openDialogs.ts';

const words = strings.batchRun;

const useStyles = makeStyles({
  field: { flexShrink: 0, width: '100%', maxWidth: '960px' },
  message: { fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500 },
});

/**
 * Puts the row of a user or serial number first. What is typed or scanned anywhere on the screen goes to this field.
 * @param nextRow id of the row that is next
 * @param isOver whether all rows have ended: a scanned user who was skipped then starts the batch again
 * @param isPaused what was wrong with the last text is not shown any more when that changes
 */
export function ScanField(props: { batchId: string; nextRow: string | undefined; isPaused: boolean; isOver: boolean }) {
  const { batchId, nextRow, isPaused, isOver } = props;
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const first = useMutation({
    mutationFn: async (scanned: string) => {
      const row = await client.batches.first({ id: batchId, text: scanned });
      if (isOver) await client.batches.start({ id: batchId, interactive: true });
      return row;
    },
  });
  useEffect(() => {
    input.current?.focus({ preventScroll: true });
    const onKeyDown = ({ key, ctrlKey, metaKey, altKey, target }: KeyboardEvent) => {
      if (ctrlKey || metaKey || altKey || key.length !== 1 || key === ' ' || isDialogOpen()) return;
      if (target instanceof HTMLElement && target.matches('input, textarea, select')) return;
      // The character of this event then goes to the field.
      input.current?.focus();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  const { reset } = first;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the effect does not read isPaused. It runs when a pause begins or ends.
  useEffect(reset, [reset, isPaused]);
  const submit = () => {
    if (text.trim() === '') return;
    first.mutate(text.trim());
    setText('');
  };
  const { message, next } = first.error === null ? { message: '', next: '' } : wordsFor(failureOf(first.error));
  const said =
    first.data === undefined || first.data.id !== nextRow
      ? ''
      : words.scanned({ user: nameOf(first.data), serial: first.data.serial });
  const shown = first.isError ? `${message} ${next}` : said;
  return (
    <Field
      className={styles.field}
      label={words.scan}
      validationState={first.isError ? 'error' : 'success'}
      validationMessage={shown === '' ? null : { className: styles.message, children: shown }}
    >
      <Input
        input={{ ref: input }}
        size="large"
        contentBefore={<BarcodeScannerRegular />}
        autoComplete="off"
        value={text}
        onChange={(_, data) => {
          setText(data.value);
          if (first.isError) first.reset();
        }}
        onKeyDown={event => {
          if (event.key !== 'Enter') return;
          event.preventDefault();
          submit();
        }}
      />
    </Field>
  );
}
