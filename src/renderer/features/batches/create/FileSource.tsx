import { Button, makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { ArrowDownloadRegular, DocumentTableRegular } from '@fluentui/react-icons';
import { type DragEvent, useRef, useState } from 'react';
import { strings } from '../../../strings.ts';
import { saveText } from '../../../ui/actions/saveText.ts';
import { Row } from '../../../ui/page/Row.tsx';

const words = strings.newBatch;
/** Excel reads a CSV file as UTF-8 only if it begins with this mark. */
const MARK = '\uFEFF';

const useStyles = makeStyles({
  drop: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalM,
    padding: tokens.spacingHorizontalXXL,
    border: `2px dashed ${tokens.colorNeutralStroke1}`,
    borderRadius: tokens.borderRadiusLarge,
    textAlign: 'center',
  },
  over: { border: `2px dashed ${tokens.colorBrandStroke1}`, backgroundColor: tokens.colorBrandBackground2 },
  icon: { fontSize: '40px', color: tokens.colorNeutralForeground3 },
});

/** A file of users, dropped or chosen, and a template for it. */
export function FileSource({ name, onFile }: { name: string | null; onFile(file: File): void }) {
  const styles = useStyles();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => {
    const [file] = files ?? [];
    if (file !== undefined) onFile(file);
  };
  const onDrag = (event: DragEvent, isOver: boolean) => {
    // Otherwise the browser opens the file instead of Keydesk.
    event.preventDefault();
    setOver(isOver);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button does the same for keyboard and screen reader
    <div
      className={mergeClasses(styles.drop, over && styles.over)}
      onDragOver={event => onDrag(event, true)}
      onDragLeave={event => onDrag(event, false)}
      onDrop={event => {
        onDrag(event, false);
        take(event.dataTransfer.files);
      }}
    >
      <DocumentTableRegular className={styles.icon} />
      <Text weight="semibold">{name ?? words.drop}</Text>
      <Row>
        <Button appearance={name === null ? 'primary' : 'secondary'} onClick={() => input.current?.click()}>
          {name === null ? words.choose : words.chooseOther}
        </Button>
        <Button appearance="subtle" icon={<ArrowDownloadRegular />} onClick={() => void saveTemplate()}>
          {words.template}
        </Button>
      </Row>
      <input
        ref={input}
        type="file"
        hidden
        accept=".csv,.txt,.tsv,.xlsx"
        onChange={event => {
          take(event.target.files);
          // So that the same file can be chosen again after it was changed.
          event.target.value = '';
        }}
      />
    </div>
  );
}

async function saveTemplate(): Promise<void> {
  const parts = async function* () {
    yield `${MARK}${words.templateHeadings}\r\n`;
  };
  await saveText(parts(), words.templateName, 'text/csv');
}
