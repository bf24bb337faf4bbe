import { Button, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useState } from 'react';
import { strings } from '../../strings.ts';

const useStyles = makeStyles({
  row: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minHeight: '40px' },
  words: { display: 'flex', flexDirection: 'column', marginInlineEnd: 'auto', overflowWrap: 'anywhere' },
});

/** An item on a key that can be deleted, after a confirmation that names it. */
export function ConfirmRow(props: {
  title: string;
  detail?: string;
  removeLabel: string;
  question: string;
  disabled: boolean;
  onRemove: () => void;
}) {
  const styles = useStyles();
  const [asking, setAsking] = useState(false);
  const { title, detail, removeLabel, question, disabled, onRemove } = props;
  if (asking) {
    return (
      <div className={styles.row} role="alert">
        <Text className={styles.words}>{question}</Text>
        <Button appearance="primary" disabledFocusable={disabled} onClick={onRemove}>
          {strings.passkeys.delete}
        </Button>
        <Button onClick={() => setAsking(false)}>{strings.cancel}</Button>
      </div>
    );
  }
  return (
    <div className={styles.row}>
      <span className={styles.words}>
        <Text weight="semibold">{title}</Text>
        {detail !== undefined && <Text size={200}>{detail}</Text>}
      </span>
      <Button size="small" aria-label={removeLabel} disabledFocusable={disabled} onClick={() => setAsking(true)}>
        {strings.passkeys.delete}
      </Button>
    </div>
  );
}
