import { Button, Field, Input, makeStyles, Spinner, Text, Textarea } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { type BatchCreate, existingKeyChoices } from '../../../contract/batches/schema.ts';
import type { GroupRow } from '../../../contract/directory/schema.ts';
import { api, client } from '../../client/client.ts';
import { pickedUsers, pickUsers } from '../../client/pickedUsers.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Form } from '../../ui/form/Form.tsx';
import { GroupChoice } from '../../ui/form/GroupChoice.tsx';
import { RadioField } from '../../ui/form/RadioField.tsx';
import { SelectField } from '../../ui/form/SelectField.tsx';
import { useDebounced } from '../../ui/form/useDebounced.ts';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo } from '../../ui/page/route.ts';
import { Trail } from '../../ui/page/Trail.tsx';
import { FileSource } from './create/FileSource.tsx';
import { ReadPreview } from './create/ReadPreview.tsx';
import { send, useReadUsers } from './create/useReadUsers.ts';

const words = strings.newBatch;
const NAME_LENGTH = 120;

const sources = ['file', 'pasted', 'group', 'pending'] as const;
type Source = (typeof sources)[number] | 'picked';

const useStyles = makeStyles({
  wide: { maxWidth: '640px' },
  select: {
    maxWidth: '640px',
    minWidth: 0,
    width: '100%',
    '& select': { minWidth: 0, width: '100%', textOverflow: 'ellipsis' },
  },
  form: { display: 'flex', flexDirection: 'column', rowGap: '16px' },
});

/** A new batch: where its users come from, and what happens to their keys. Nothing is checked before it is created. */
export function NewBatchPage() {
  const styles = useStyles();
  const [picked] = useState(pickedUsers);
  const [source, setSource] = useState<Source>(picked.length > 0 ? 'picked' : 'file');
  const [fileName, setFileName] = useState<string | null>(null);
  const [text, setText] = useState('');
  const [group, setGroup] = useState<GroupRow | null>(null);
  const [existing, setExisting] = useState<BatchCreate['existing']>('skip');
  const [profile, setProfile] = useState('');
  const [name, setName] = useState('');
  const file = useReadUsers();
  const pasted = useReadUsers();
  const profiles = useQuery(api.profiles.list.queryOptions()).data ?? [];
  const pending = useQuery(
    api.assignments.list.queryOptions({ input: { states: ['pending'], limit: 1 }, enabled: source === 'pending' }),
  ).data?.counts.pending;
  const settled = useDebounced(text, 300);
  const { send: sendPasted } = pasted;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the text is read again, and the function is new each time
  useEffect(() => sendPasted(new Blob([settled.trim()])), [settled]);

  const list = source === 'file' ? file : source === 'pasted' ? pasted : null;
  const isReady = () => {
    if (list !== null) return !list.pending && list.read !== null && list.read.rows.length > 0 && settled === text;
    return source === 'group' ? group !== null : true;
  };
  const sourceOf = async (): Promise<BatchCreate['source']> => {
    if (source === 'group') return { kind: 'group', groupId: group?.id ?? '' };
    if (source === 'pending') return { kind: 'pending' };
    if (source === 'picked') return { kind: 'upload', upload: await send(new Blob([picked.join('\n')])) };
    const { upload = '', chosen } = list?.read ?? {};
    return { kind: 'upload', upload, ...chosen };
  };
  const create = useMutation({
    mutationFn: async () =>
      client.batches.create({
        source: await sourceOf(),
        existing,
        ...(name.trim() === '' ? {} : { name: name.trim() }),
        ...(profile === '' ? {} : { profile }),
      }),
    onSuccess: ({ id }) => {
      pickUsers([]);
      goTo({ page: 'batch', batch: id });
    },
  });
  const options: readonly Source[] = picked.length > 0 ? ['picked', ...sources] : sources;
  return (
    <>
      <Trail above={[{ route: { page: 'batches' }, name: strings.batches.title }]} current={words.title} />
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <Form className={styles.form} onSubmit={() => isReady() && !create.isPending && create.mutate()}>
        <Panel title={words.users}>
          <RadioField
            label={words.source}
            options={options}
            nameOf={each => (each === 'picked' ? words.sources.picked({ count: picked.length }) : words.sources[each])}
            value={source}
            onChoose={setSource}
          />
          {source === 'file' && (
            <FileSource
              name={fileName}
              onFile={chosen => {
                setFileName(chosen.name);
                file.send(chosen);
              }}
            />
          )}
          {source === 'pasted' && (
            <Field className={styles.wide} label={words.paste}>
              <Textarea rows={8} value={text} onChange={(_, data) => setText(data.value)} />
            </Field>
          )}
          {source === 'group' && (
            <Field className={styles.wide} label={words.group} hint={words.groupHint}>
              <GroupChoice group={group} onGroup={setGroup} />
            </Field>
          )}
          {source === 'pending' && pending !== undefined && (
            <Text role="status">{words.pendingHint({ count: pending })}</Text>
          )}
          {list?.pending && <Spinner size="tiny" label={words.reading} />}
          <CallFailure error={list?.error} />
          {list?.read && <ReadPreview read={list.read} onMap={list.map} />}
        </Panel>
        <Panel title={words.options}>
          <RadioField
            label={words.existing}
            options={existingKeyChoices}
            nameOf={each => words.existingChoices[each]}
            value={existing}
            onChoose={setExisting}
          />
          <SelectField
            className={styles.select}
            label={words.profile}
            tooltip
            hint={words.profileHint}
            options={[['', words.usualProfile], ...profiles.map(each => [each.id, each.name] as const)]}
            value={profile}
            onChoose={setProfile}
          />
          <Field className={styles.wide} label={words.name} hint={words.nameHint}>
            <Input maxLength={NAME_LENGTH} value={name} onChange={(_, data) => setName(data.value)} />
          </Field>
        </Panel>
        <CallFailure error={create.error} />
        <Row>
          <Button type="submit" appearance="primary" disabledFocusable={!isReady() || create.isPending}>
            {words.submit}
          </Button>
          <Button appearance="subtle" onClick={() => goTo({ page: 'batches' })}>
            {strings.cancel}
          </Button>
        </Row>
      </Form>
    </>
  );
}
