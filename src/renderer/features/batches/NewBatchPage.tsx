import { Button, Field, Input, makeStyles } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type BatchCreate, existingKeyChoices } from '../../../contract/batches/schema.ts';
import { api, client } from '../../client/client.ts';
import { pickedUsers, pickUsers } from '../../client/pickedUsers.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Form } from '../../ui/form/Form.tsx';
import { RadioField } from '../../ui/form/RadioField.tsx';
import { SelectField } from '../../ui/form/SelectField.tsx';
import { PageHeading } from '../../ui/page/PageHeading.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo } from '../../ui/page/route.ts';
import { Trail } from '../../ui/page/Trail.tsx';
import { SourceFields } from './create/SourceFields.tsx';
import { useBatchSource } from './create/useBatchSource.ts';

const words = strings.newBatch;
const NAME_LENGTH = 120;

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
  const source = useBatchSource(picked);
  const [existing, setExisting] = useState<BatchCreate['existing']>('skip');
  const [profile, setProfile] = useState('');
  const [name, setName] = useState('');
  const profiles = useQuery(api.profiles.list.queryOptions()).data ?? [];
  const create = useMutation({
    mutationFn: async () =>
      client.batches.create({
        source: await source.toSource(),
        existing,
        ...(name.trim() === '' ? {} : { name: name.trim() }),
        ...(profile === '' ? {} : { profile }),
      }),
    onSuccess: ({ id }) => {
      pickUsers({ ids: [] });
      goTo({ page: 'batch', batch: id });
    },
  });
  return (
    <>
      <Trail above={[{ route: { page: 'batches' }, name: strings.batches.title }]} current={words.title} />
      <PageHeading title={words.title}>{words.subtitle}</PageHeading>
      <Form className={styles.form} onSubmit={() => source.isReady() && !create.isPending && create.mutate()}>
        <Panel title={words.users}>
          <SourceFields of={source} />
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
          <Button type="submit" appearance="primary" disabledFocusable={!source.isReady() || create.isPending}>
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
