import {
  Button,
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  Subtitle1,
  Text,
  tokens,
} from '@fluentui/react-components';
import { CheckmarkCircleFilled, SubtractCircleFilled } from '@fluentui/react-icons';
import type { ReactNode } from 'react';
import type { EnrollmentResult } from '../../../contract/enrollment/schema.ts';
import { goTo } from '../../app/route.ts';
import { strings } from '../../strings.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useFocusOnMount } from './useFocusOnMount.ts';

const words = strings.enroll;

const useStyles = makeStyles({
  head: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, outlineStyle: 'none' },
  icon: { flexShrink: 0, fontSize: '40px', color: tokens.colorStatusSuccessForeground1 },
  calm: { color: tokens.colorNeutralForeground3 },
  words: { display: 'flex', flexDirection: 'column' },
  actions: { display: 'flex', gap: tokens.spacingHorizontalS },
});

/** The finished passkey: the proof that it signs in, its facts, and the random PIN this once; or that it is `gone` again by now. */
export function ResultView(props: { result: EnrollmentResult; gone: boolean; pin: ReactNode; onDismiss(): void }) {
  const styles = useStyles();
  const { result, gone, pin, onDismiss } = props;
  const { user, method, key, proof } = result;
  const seconds = result.steps.reduce((sum, step) => sum + step.ms, 0) / 1000;
  return (
    <Panel>
      <div className={styles.head} ref={useFocusOnMount()} tabIndex={-1}>
        {gone ? (
          <SubtractCircleFilled className={`${styles.icon} ${styles.calm}`} />
        ) : (
          <CheckmarkCircleFilled className={styles.icon} />
        )}
        <div className={styles.words}>
          <Subtitle1 as="h2">{gone ? words.goneTitle : words.doneTitle}</Subtitle1>
          <Text>{gone ? words.goneText(user.displayName) : words.doneText(user.displayName)}</Text>
        </div>
      </div>
      {pin}
      <MessageBar intent={proof.verified ? 'success' : 'warning'} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{proof.verified ? words.verified : words.notVerified}</MessageBarTitle>{' '}
          {proof.verified && words.verifiedText}
        </MessageBarBody>
      </MessageBar>
      <Facts
        facts={[
          { label: words.facts.user, value: user.userPrincipalName },
          { label: words.facts.name, value: method.displayName },
          { label: words.facts.model, value: method.model ?? key.product },
          { label: words.facts.attestation, value: method.attestationLevel },
          ...(key.serial === undefined ? [] : [{ label: words.facts.serial, value: key.serial }]),
          { label: words.facts.time, value: words.seconds(seconds.toFixed(1)) },
          { label: words.facts.aaguid, value: key.aaguid, code: true },
          { label: words.facts.credentialId, value: result.credentialId, code: true },
        ]}
      />
      <div className={styles.actions}>
        <Button
          appearance="primary"
          onClick={() => {
            onDismiss();
            goTo({ page: 'user', user: user.id, tab: 'passkeys' });
          }}
        >
          {words.toPasskeys}
        </Button>
        <Button onClick={onDismiss}>{words.another}</Button>
      </div>
    </Panel>
  );
}
