import { Button, Field, Input, MessageBar, MessageBarBody, makeStyles, Text } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { existingKeyChoices } from '../../../contract/batches/schema.ts';
import { CHALLENGE_DAYS } from '../../../contract/deferred/schema.ts';
import { api, client } from '../../client/client.ts';
import { pickedUsers } from '../../client/pickedUsers.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { Form } from '../../ui/form/Form.tsx';
import { RadioField } from '../../ui/form/RadioField.tsx';
import { SelectField } from '../../ui/form/SelectField.tsx';
import { WholeNumber } from '../../ui/form/WholeNumber.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { SourceFields } from '../batches/create/SourceFields.tsx';
import { useBatchSource } from '../batches/create/useBatchSource.ts';
import { LockFields } from './LockFields.tsx';
import { RunReport } from './RunReport.tsx';
import { type DeferredRun, useDeferredRun } from './useDeferredRun.ts';
import { type FetchForm, useFetchForm } from './useFetchForm.ts';

const words = strings.deferred;

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', rowGap: '16px' },
  fields: { display: 'flex', flexDirection: 'column', rowGap: '12px', maxWidth: '640px' },
});

/** Fetches what the keys of many users need into a package. */
export function FetchStep() {
  const styles = useStyles();
  const [picked] = useState(pickedUsers);
  const source = useBatchSource(picked);
  const suggested = useQuery(api.deferred.suggest.queryOptions()).data?.file ?? '';
  const form = useFetchForm(suggested);
  const { run, start, stop } = useDeferredRun();
  const prepare = useMutation({
    mutationFn: async () => form.request(await source.toSource()),
    onSuccess: request => {
      if (request !== null) start(signal => client.deferred.fetch(request, { signal }));
    },
  });
  const isReady = source.isReady() && form.isReady() && !run.running && !prepare.isPending;
  return (
    <>
      <Form className={styles.form} onSubmit={() => isReady && prepare.mutate()}>
        <Panel title={words.users}>
          <Text>{words.fetchHint}</Text>
          <SourceFields of={source} />
        </Panel>
        <Panel title={words.package}>
          <div className={styles.fields}>
            <KeyFields of={form} />
            <Field label={words.file} hint={words.fileHint} required>
              <Input value={form.file} onChange={(_, { value }) => form.setFile(value)} />
            </Field>
            <LockFields of={form} />
          </div>
        </Panel>
        <CallFailure error={prepare.error} />
        <Row>
          <Button type="submit" appearance="primary" disabledFocusable={!isReady}>
            {words.fetch}
          </Button>
          {run.running && <Button onClick={stop}>{words.cancel}</Button>}
        </Row>
      </Form>
      <RunReport run={run} done={['fetched', 'making', 'made', 'uploaded']} label={words.fetching}>
        <Fetched run={run} />
      </RunReport>
    </>
  );
}

function KeyFields({ of }: { of: FetchForm }) {
  const profiles = useQuery(api.profiles.list.queryOptions()).data ?? [];
  return (
    <>
      <RadioField
        label={words.existing}
        options={existingKeyChoices}
        nameOf={each => strings.newBatch.existingChoices[each]}
        value={of.existing}
        onChoose={of.setExisting}
      />
      <SelectField
        label={words.profile}
        tooltip
        options={[['', words.usualProfile], ...profiles.map(each => [each.id, each.name] as const)]}
        value={of.profile}
        onChoose={of.setProfile}
      />
      <Field label={words.days} hint={words.daysHint}>
        <WholeNumber min={CHALLENGE_DAYS.min} max={CHALLENGE_DAYS.max} value={of.days} onChange={of.setDays} />
      </Field>
    </>
  );
}

function Fetched({ run }: { run: DeferredRun }) {
  if (!run.ended || run.package === null) return null;
  const count = run.rows.filter(({ state }) => state !== 'refused').length;
  const until = formatDate(run.package.expiresAt) ?? '';
  return (
    <MessageBar intent={count === 0 ? 'warning' : 'success'} layout="multiline" role="status">
      <MessageBarBody>{count === 0 ? words.fetchedNone : words.fetched({ count, until })}</MessageBarBody>
    </MessageBar>
  );
}
