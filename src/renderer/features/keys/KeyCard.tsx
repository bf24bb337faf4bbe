import { Link, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { factsOf, holdsPasskeys, technicalFactsOf } from '../../../contract/keys/facts.ts';
import type { KeyDetails, KeySummary } from '../../../contract/keys/schema.ts';
import { useKeyDetails } from '../../client/useKeyDetails.ts';
import { strings } from '../../strings.ts';
import { RefreshButton } from '../../ui/actions/RefreshButton.tsx';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { Facts } from '../../ui/display/Facts.tsx';
import { keyName } from '../../ui/display/keyName.ts';
import { StateBadge } from '../../ui/display/StateBadge.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { hrefOf } from '../../ui/page/route.ts';
import { useEnrollments } from '../enrollment/EnrollmentProvider.tsx';
import { LostPin } from '../inventory/LostPin.tsx';
import { PluggedState } from '../inventory/PluggedState.tsx';
import { usePluggedKey } from '../inventory/usePluggedKey.ts';
import { FreePlaces } from './FreePlaces.tsx';
import { KeyActions } from './KeyActions.tsx';
import { PinOverview } from './PinOverview.tsx';

const words = strings.keys;

const useStyles = makeStyles({
  overview: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(240px, 100%), 1fr))',
    gap: tokens.spacingHorizontalXXL,
    maxWidth: '720px',
  },
  summary: { cursor: 'pointer', paddingBlock: tokens.spacingVerticalS, fontWeight: tokens.fontWeightSemibold },
  again: { marginInlineStart: 'auto' },
});

/** One plugged-in key: its user, its PIN, its free places and its actions. What getInfo reports is collapsed. */
export function KeyCard({ summary, onReset }: { summary: KeySummary; onReset: (details: KeyDetails) => void }) {
  const styles = useStyles();
  const details = useKeyDetails(summary.id);
  const known = usePluggedKey(summary.id);
  return (
    <Panel title={keyName(summary)}>
      <PluggedState keyId={summary.id} />
      <Row>
        {details.isPending && <Reading keyId={summary.id} />}
        {details.isSuccess && <CanHoldPasskeys can={holdsPasskeys(details.data)} />}
        <RefreshButton
          className={styles.again}
          label={words.readAgain}
          busy={details.isFetching}
          onRefresh={() => void details.refetch()}
        />
      </Row>
      <CallFailure error={details.error} />
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
          <Facts facts={factsOf(details.data).filter(({ label, value }) => value && !isShownAbove(label))} />
          <details>
            <summary className={styles.summary}>{words.technical}</summary>
            <Facts facts={technicalFactsOf(details.data).filter(({ value }) => value)} />
          </details>
        </>
      )}
    </Panel>
  );
}

function CanHoldPasskeys({ can }: { can: boolean }) {
  return <StateBadge color={can ? 'success' : 'danger'}>{can ? words.canPasskey : words.cannotPasskey}</StateBadge>;
}

/** A key that is being enrolled cannot be read until the enrollment ends, which may wait for a touch. */
function Reading({ keyId }: { keyId: string }) {
  const holder = useEnrollments().holderOf(keyId);
  if (holder === null) return <Spinner size="tiny" label={words.reading} />;
  return (
    <Text role="status">
      {words.inUse({ user: holder.displayName })}{' '}
      <Link href={hrefOf({ page: 'enroll', user: holder.id })}>{words.toEnrollment}</Link>
    </Text>
  );
}

function isShownAbove(label: string): boolean {
  return label === words.facts.pin || label === words.facts.passkeys;
}
