import { Badge, Button, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { ArrowClockwiseRegular } from '@fluentui/react-icons';
import { factsOf, holdsPasskeys } from '../../../contract/keyFacts.ts';
import type { KeyDetails, KeySummary } from '../../../contract/keys.ts';
import { failureOf } from '../../client/failure.ts';
import { Facts } from '../../components/Facts.tsx';
import { FailureMessage } from '../../components/FailureMessage.tsx';
import { keyName } from '../../components/keyName.ts';
import { Panel } from '../../components/Panel.tsx';
import { strings } from '../../strings.ts';
import { PluggedState } from '../inventory/PluggedState.tsx';
import { KeyActions } from './KeyActions.tsx';
import { useKeyDetails } from './useKeyDetails.ts';

const words = strings.keys;

const useStyles = makeStyles({
  line: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM },
  again: { marginLeft: 'auto' },
});

export function KeyCard({ summary, onReset }: { summary: KeySummary; onReset: (details: KeyDetails) => void }) {
  const styles = useStyles();
  const details = useKeyDetails(summary.id);
  return (
    <Panel title={keyName(summary)}>
      <div className={styles.line}>
        {details.isPending && <Spinner size="tiny" label={words.reading} />}
        {details.isSuccess &&
          (holdsPasskeys(details.data) ? (
            <Badge color="success" appearance="tint">
              {words.canPasskey}
            </Badge>
          ) : (
            <Badge color="danger" appearance="tint">
              {words.cannotPasskey}
            </Badge>
          ))}
        <Button
          className={styles.again}
          appearance="subtle"
          icon={<ArrowClockwiseRegular />}
          disabled={details.isFetching}
          onClick={() => void details.refetch()}
        >
          {words.readAgain}
        </Button>
      </div>
      {details.isError && <FailureMessage failure={failureOf(details.error)} />}
      {details.isSuccess && (
        <>
          <PluggedState keyId={summary.id} />
          <Facts facts={factsOf(details.data)} />
          <KeyActions
            details={details.data}
            onChanged={() => void details.refetch()}
            onReset={() => onReset(details.data)}
          />
        </>
      )}
    </Panel>
  );
}
