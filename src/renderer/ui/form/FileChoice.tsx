import { Button, Field, makeStyles, Text } from '@fluentui/react-components';
import { useRef } from 'react';
import { Row } from '../page/Row.tsx';

const useStyles = makeStyles({ name: { overflowWrap: 'anywhere' } });

/** A button that lets a person choose a file, and the name of the chosen one. The browser's own control cannot be styled or translated. */
export function FileChoice(props: {
  label: string;
  hint?: string | undefined;
  button: string;
  /** The endings that the dialog offers. */
  accept: string;
  /** The name of the chosen file. */
  name: string | undefined;
  onChoose: (file: File) => void;
}) {
  const styles = useStyles();
  const { label, hint, button, accept, name, onChoose } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      <Row>
        <Button aria-label={`${label}: ${button}`} onClick={() => input.current?.click()}>
          {button}
        </Button>
        {name !== undefined && <Text className={styles.name}>{name}</Text>}
        <input
          ref={input}
          type="file"
          hidden
          accept={accept}
          onChange={event => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) onChoose(file);
            event.target.value = '';
          }}
        />
      </Row>
    </Field>
  );
}
