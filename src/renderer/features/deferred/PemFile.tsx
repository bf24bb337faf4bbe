import { MAX_PEM } from '../../../contract/deferred/schema.ts';
import { strings } from '../../strings.ts';
import { FileChoice } from '../../ui/form/FileChoice.tsx';

const words = strings.deferred;

export interface Pem {
  readonly name: string;
  readonly text: string;
}

/** A certificate or private key from a file. It stays in the memory of the window. */
export function PemFile(props: { label: string; hint?: string; value: Pem | null; onChoose: (pem: Pem) => void }) {
  const { label, hint, value, onChoose } = props;
  const read = async (file: File) => onChoose({ name: file.name, text: await file.slice(0, MAX_PEM).text() });
  return (
    <FileChoice
      label={label}
      hint={hint}
      button={value === null ? words.choose : words.chooseOther}
      accept=".pem,.crt,.cer,.key"
      name={value?.name}
      onChoose={file => void read(file)}
    />
  );
}
