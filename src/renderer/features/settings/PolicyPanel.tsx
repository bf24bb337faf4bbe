import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { PolicyState } from '../../../contract/policy/schema.ts';
import { policyGroups, policySentences } from '../../../contract/policy/words.ts';
import { api, queryClient } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { RefreshButton } from '../../ui/actions/RefreshButton.tsx';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { formatDate } from '../../ui/display/formatDate.ts';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';

const words = strings.policy;

const useStyles = makeStyles({
  list: { margin: 0, paddingInlineStart: tokens.spacingHorizontalXL, overflowWrap: 'anywhere' },
  models: { maxHeight: '240px', overflowY: 'auto', marginTop: tokens.spacingVerticalS },
});

/** The tenant's passkey policy in words, its age, and the key models that it allows. */
export function PolicyPanel() {
  const state = useQuery(api.policy.state.queryOptions({ input: {} }));
  const refresh = useMutation(
    api.policy.state.mutationOptions({
      onSuccess: async fresh => {
        queryClient.setQueryData(api.policy.state.queryKey({ input: {} }), fresh);
        await queryClient.invalidateQueries({ queryKey: api.policy.check.key() });
      },
    }),
  );
  return (
    <Panel title={words.title}>
      <Text>{words.explain}</Text>
      {state.isPending && <Spinner size="tiny" labelPosition="after" label={words.reading} />}
      <CallFailure error={state.error} />
      {state.data?.failure && <FailureMessage failure={state.data.failure} />}
      {state.isSuccess && <PolicyWords state={state.data} />}
      <CallFailure error={refresh.error} />
      <Row gap="large">
        <RefreshButton
          label={strings.refresh}
          busy={refresh.isPending || state.isPending}
          onRefresh={() => refresh.mutate({ refresh: true })}
        />
        {state.data?.fetchedAt && (
          <QuietText>{words.asOf({ time: formatDate(state.data.fetchedAt) ?? state.data.fetchedAt })}</QuietText>
        )}
      </Row>
    </Panel>
  );
}

/** Says why no model is shown: the policy allows none, or Keydesk has no list to look them up in. */
function NoModels() {
  const list = useQuery(api.metadata.state.queryOptions());
  if (!list.isSuccess) return null;
  return <QuietText>{list.data === null ? words.noList : words.noModels}</QuietText>;
}

function PolicyWords({ state: { policy, models, names } }: { state: PolicyState }) {
  const styles = useStyles();
  if (policy === null) return null;
  const nameOf = (id: string) => names[id] ?? id;
  const groups = policyGroups(policy, nameOf);
  return (
    <>
      <ul className={styles.list}>
        {policySentences(policy, nameOf).map(sentence => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
      {groups.length > 0 && (
        <details>
          <summary>{words.groups({ count: groups.length })}</summary>
          <ul className={styles.list}>
            {groups.map(group => (
              <li key={group}>{group}</li>
            ))}
          </ul>
        </details>
      )}
      {models.length === 0 ? (
        <NoModels />
      ) : (
        <details>
          <summary>{words.models({ count: models.length })}</summary>
          <ul className={`${styles.list} ${styles.models}`}>
            {models.map(({ aaguid, name, profiles }) => (
              <li key={aaguid}>{`${name}: ${profiles.join(', ')}`}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
