import { Field, Input, makeStyles } from '@fluentui/react-components';
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
  field: { flexShrink: 0, width: '100%', maxWidth: '640px' },
});

/**
 * Puts the row of a user or serial number first. What is typed or scanned anywhere on the screen goes to this field.
 * @param nextRow id of the row that is next
 * @param isPaused what was wrong with the last text is not shown any more when that changes
 */
export function ScanField(props: { batchId: string; nextRow: string | undefined; isPaused: boolean }) {
  const { batchId, nextRow, isPaused } = props;
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const first = useMutation({ mutationFn: (scanned: string) => client.batches.first({ id: batchId, text: scanned }) });
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: a pause and its end are what it is for.
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
  return (
    <Field
      className={styles.field}
      label={words.scan}
      {...(first.isError
        ? { validationState: 'error', validationMessage: `${message} ${next}` }
        : { validationState: 'success', validationMessage: said || null })}
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
