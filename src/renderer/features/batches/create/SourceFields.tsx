import { Field, makeStyles, Spinner, Text, Textarea } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { api } from '../../../client/client.ts';
import { pickedCount } from '../../../client/pickedUsers.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { GroupChoice } from '../../../ui/form/GroupChoice.tsx';
import { RadioField } from '../../../ui/form/RadioField.tsx';
import { FileSource } from './FileSource.tsx';
import { ReadPreview } from './ReadPreview.tsx';
import { type BatchSource, type Source, sources } from './useBatchSource.ts';

const words = strings.newBatch;

const useStyles = makeStyles({ wide: { maxWidth: '640px' } });

/** The choice of a source for a new batch, its field, and the users that were read. */
export function SourceFields({ of }: { of: BatchSource }) {
  const { picked, source, list } = of;
  const options: readonly Source[] = pickedCount(picked) > 0 ? ['picked', ...sources] : sources;
  return (
    <>
      <RadioField
        label={words.source}
        options={options}
        nameOf={each =>
          each === 'picked' ? words.sources.picked({ count: pickedCount(picked) }) : words.sources[each]
        }
        value={source}
        onChoose={of.setSource}
      />
      <SourceField of={of} />
      {list?.pending && <Spinner size="tiny" label={words.reading} />}
      <CallFailure error={list?.error} />
      {list?.read && <ReadPreview read={list.read} onMap={list.map} />}
    </>
  );
}

function SourceField({ of }: { of: BatchSource }) {
  const styles = useStyles();
  switch (of.source) {
    case 'file':
      return <FileSource name={of.fileName} onFile={of.chooseFile} />;
    case 'pasted':
      return (
        <Field className={styles.wide} label={words.paste}>
          <Textarea rows={8} value={of.text} onChange={(_, data) => of.setText(data.value)} />
        </Field>
      );
    case 'group':
      return (
        <Field className={styles.wide} label={words.group} hint={words.groupHint}>
          <GroupChoice group={of.group} placeholder={words.chooseGroup} onGroup={of.setGroup} />
        </Field>
      );
    case 'pending':
      return <PendingCount />;
    case 'picked':
      return null;
  }
}

function PendingCount() {
  const query = api.assignments.list.queryOptions({ input: { states: ['pending'], limit: 1 } });
  const pending = useQuery(query).data?.counts.pending;
  return pending === undefined ? null : <Text role="status">{words.pendingHint({ count: pending })}</Text>;
}
