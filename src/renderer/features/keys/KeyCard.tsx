import { Badge, Link, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { factsOf, holdsPasskeys, technicalFactsOf } from '../../../contract/keys/facts.ts';
import type { KeyDetails, KeySummary } from '../../../contract/keys/schema.ts';
import { hrefOf } from '../../app/route.ts';
import { failureOf } from '../../client/failure.ts';
import { strings } from '../../strings.ts';
import { Facts } from '../../ui/Facts.tsx';
import { FailureMessage } from '../../ui/FailureMessage.tsx';
import { keyName } from '../../ui/keyName.ts';
import { Panel } from '../../ui/Panel.tsx';
import { RefreshButton } from '../../ui/RefreshButton.tsx';
import { useEnrollments } from '../enrollment/EnrollmentProvider.tsx';
import { LostPin } from '../inventory/LostPin.tsx';
import { PluggedState } from '../inventory/PluggedState.tsx';
import { usePluggedKey } from '../inventory/usePluggedKey.ts';
import { FreePlaces } from './FreePlaces.tsx';
import { KeyActions } from './KeyActions.tsx';
import { PinOverview } from './PinOverview.tsx';
import { useKeyDetails } from './useKeyDetails.ts';

const words = strings.keys;
const shownAbove: readonly string[] = [words.facts.pin, words.facts.passkeys];

const useStyles = makeStyles({
  line: { display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: tokens.spacingHorizontalM },
  overview: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
    gap: tokens.spacingHorizontalXXL,
    maxWidth: '720px',
  },
  summary: { cursor: 'pointer', paddingBlock: tokens.spacingVerticalS, fontWeight: tokens.fontWeightSemibold },
  again: { marginLeft: 'auto' },
});

/** One plugged-in key: whose it is, its PIN and free places, what can be done with it; what getInfo tells is folded. */
export function KeyCard({ summary, onReset }: { summary: KeySummary; onReset: (details: KeyDetails) => void }) {
  const styles = useStyles();
  const details = useKeyDetails(summary.id);
  const known = usePluggedKey(summary.id);
  return (
    <Panel title={keyName(summary)}>
      <PluggedState keyId={summary.id} />
      <div className={styles.line}>
        {details.isPending && <Reading keyId={summary.id} />}
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
        <RefreshButton
          className={styles.again}
          label={words.readAgain}
          busy={details.isFetching}
          onRefresh={() => void details.refetch()}
        />
      </div>
      {details.isError && <FailureMessage failure={failureOf(details.error)} />}
      {details.isSuccess && (
        <>
          {details.data.pin.set && known.data !== undefined && <LostPin inventoryKey={known.data} />}
          <div className={styles.overview}>
            <PinOverview pin={details.data.pin} />
            <FreePlaces details={details.data} inventoryId={known.data?.id} />
          </div>
          <KeyActions
            details={details.data}
            onChanged={() => {
              void details.refetch();
              void known.refetch();
            }}
            onReset={() => onReset(details.data)}
          />
          <Facts facts={factsOf(details.data).filter(({ label, value }) => value && !shownAbove.includes(label))} />
          <details>
            <summary className={styles.summary}>{words.technical}</summary>
            <Facts facts={technicalFactsOf(details.data).filter(({ value }) => value)} />
          </details>
        </>
      )}
    </Panel>
  );
}

/** A key that is being enrolled cannot be read before that has ended, which may take as long as a person takes to touch it. */
function Reading({ keyId }: { keyId: string }) {
  const holder = useEnrollments().holderOf(keyId);
  if (holder === null) return <Spinner size="tiny" label={words.reading} />;
  return (
    <Text role="status">
      {words.inUse(holder.displayName)}{' '}
      <Link href={hrefOf({ page: 'enroll', user: holder.id })}>{words.toEnrollment}</Link>
    </Text>
  );
}
