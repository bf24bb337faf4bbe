import { Button, Field, makeStyles, Text } from '@fluentui/react-components';
import { useRef } from 'react';
import { MAX_PEM } from '../../../contract/deferred/schema.ts';
import { strings } from '../../strings.ts';
import { Row } from '../../ui/page/Row.tsx';

const words = strings.deferred;

const useStyles = makeStyles({ name: { overflowWrap: 'anywhere' } });

export interface Pem {
  readonly name: string;
  readonly text: string;
}

/** A certificate or private key from a file. It stays in the memory of the window. */
export function PemFile(props: { label: string; hint?: string; value: Pem | null; onChoose: (pem: Pem) => void }) {
  const styles = useStyles();
  const { label, hint, value, onChoose } = props;
  const input = useRef<HTMLInputElement>(null);
  const read = async (files: FileList | null) => {
    const [file] = files ?? [];
    if (file === undefined) return;
    onChoose({ name: file.name, text: await file.slice(0, MAX_PEM).text() });
  };
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      <Row>
        <Button aria-label={`${label}: ${words.choose}`} onClick={() => input.current?.click()}>
          {value === null ? words.choose : words.chooseOther}
        </Button>
        {value !== null && <Text className={styles.name}>{value.name}</Text>}
        <input
          ref={input}
          type="file"
          hidden
          accept=".pem,.crt,.cer,.key"
          onChange={event => {
            void read(event.target.files);
            event.target.value = '';
          }}
        />
      </Row>
    </Field>
  );
}
