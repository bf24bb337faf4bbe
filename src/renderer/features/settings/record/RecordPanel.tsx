import { Spinner, Text } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { Settings } from '../../../../contract/settings/schema.ts';
import { api } from '../../../client/client.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { Panel } from '../../../ui/page/Panel.tsx';
import { RecordForm } from './RecordForm.tsx';
import { SharedRecord } from './SharedRecord.tsx';

/** Polling interval, in ms. */
const LOOK_AGAIN = 10_000;

/** Where the record of this desk is: in its data folder, or in a database that several desks share. */
export function RecordPanel({ settings }: { settings: Settings | undefined }) {
  const state = useQuery(api.record.show.queryOptions({ refetchInterval: LOOK_AGAIN }));
  const words = strings.record;
  return (
    <Panel title={words.title}>
      <Text>{words.explain}</Text>
      {state.isPending && <Spinner size="tiny" label={words.looking} />}
      <CallFailure error={state.error} onRetry={() => void state.refetch()} />
      {state.data?.kind === 'embedded' && <RecordForm />}
      {state.data?.kind === 'postgres' && settings !== undefined && (
        <SharedRecord state={state.data} settings={settings} />
      )}
    </Panel>
  );
}
