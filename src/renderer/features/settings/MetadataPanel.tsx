import { Button, Spinner, Text } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { MetadataState } from '../../../contract/metadata/schema.ts';
import { api, queryClient } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Facts } from '../../ui/display/Facts.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { Panel } from '../../ui/page/Panel.tsx';
import { MetadataSourceForm } from './MetadataSourceForm.tsx';

const words = strings.metadata;

/** The list of key models in use and its age. Loads the newest one from the FIDO Alliance. */
export function MetadataPanel() {
  const state = useQuery(api.metadata.state.queryOptions());
  const update = useMutation(
    api.metadata.update.mutationOptions({
      onSuccess: async () => {
        for (const part of [api.metadata, api.policy]) await queryClient.invalidateQueries({ queryKey: part.key() });
      },
    }),
  );
  return (
    <Panel title={words.title}>
      <Text>{words.explain}</Text>
      {state.isSuccess && state.data === null && <Text>{words.none}</Text>}
      {state.isSuccess &&
        state.data !== null &&
        [state.data, ...state.data.others].map(list => <Facts key={list.root ?? ''} facts={factsOf(list)} />)}
      <CallFailure error={state.error} />
      <CallFailure error={update.error} />
      <div>
        <Button disabledFocusable={update.isPending} onClick={() => update.mutate({})}>
          {words.update}
        </Button>
      </div>
      {update.isPending && <Spinner size="tiny" label={words.updating} />}
      <MetadataSourceForm pending={update.isPending} onUpdate={update.mutate} />
    </Panel>
  );
}

function factsOf({ no, models, loadedAt, source, root, nextUpdate, old }: Omit<MetadataState, 'others'>) {
  return [
    { label: words.facts.no, value: String(no) },
    { label: words.facts.models, value: String(models) },
    { label: words.facts.loaded, value: formatDate(loadedAt) },
    { label: words.facts.source, value: source },
    { label: words.facts.root, value: root ?? words.fido },
    { label: words.facts.due, value: old ? words.overdue({ day: nextUpdate }) : nextUpdate },
  ];
}
