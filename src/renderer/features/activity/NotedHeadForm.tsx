import { Button, Field, Input, makeStyles } from '@fluentui/react-components';
import { type FormEvent, useState } from 'react';
import { type ActivityHead, headFromText } from '../../../contract/activity/schema.ts';
import { strings } from '../../strings.ts';

const words = strings.activity;

const useStyles = makeStyles({ field: { maxWidth: '840px' } });

/** Takes a head that a person noted at an earlier verification. */
export function NotedHeadForm({ busy, onCheck }: { busy: boolean; onCheck: (noted: ActivityHead) => void }) {
  const styles = useStyles();
  const [text, setText] = useState('');
  const [refused, setRefused] = useState(false);
  const check = (event: FormEvent) => {
    event.preventDefault();
    const noted = headFromText(text);
    setRefused(noted === undefined);
    if (noted !== undefined) onCheck(noted);
  };
  return (
    <form onSubmit={check}>
      <Field
        className={styles.field}
        label={words.noted}
        hint={words.notedHint}
        {...(refused ? { validationMessage: words.notedWrong } : {})}
      >
        <Input
          value={text}
          spellCheck={false}
          autoComplete="off"
          onChange={(_, { value }) => setText(value)}
          contentAfter={
            <Button type="submit" size="small" disabledFocusable={busy || text.trim() === ''}>
              {words.checkNoted}
            </Button>
          }
        />
      </Field>
    </form>
  );
}
