import { Button, MessageBar, MessageBarBody, MessageBarTitle } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import type { EnrollmentResult } from '../../../contract/enrollment/schema.ts';
import { attestationWords } from '../../../contract/passkeys/attestation.ts';
import { needWords } from '../../../contract/profiles/words.ts';
import { commas } from '../../../words/say.ts';
import { strings } from '../../strings.ts';
import { Facts } from '../../ui/display/Facts.tsx';
import { Outcome } from '../../ui/display/Outcome.tsx';
import { Panel } from '../../ui/page/Panel.tsx';
import { Row } from '../../ui/page/Row.tsx';
import { goTo } from '../../ui/page/route.ts';
import { ErasedPasskeys } from '../keys/ErasedPasskeys.tsx';

const words = strings.enroll;

/**
 * The new passkey: the proof that it can sign in, its facts, and the random PIN, which is shown only once. `gone`: it
 * was deleted since.
 */
export function ResultView(props: { result: EnrollmentResult; gone: boolean; pin: ReactNode; onDismiss(): void }) {
  const { result, gone, pin, onDismiss } = props;
  const { user, method, key, proof } = result;
  const seconds = result.steps.reduce((sum, step) => sum + step.ms, 0) / 1000;
  return (
    <Panel>
      <Outcome
        kind={gone ? 'neutral' : 'done'}
        title={gone ? words.goneTitle : words.doneTitle}
        text={gone ? words.goneText({ name: user.displayName }) : words.doneText({ name: user.displayName })}
      />
      {pin}
      <MessageBar intent={proof.verified ? 'success' : 'warning'} layout="multiline">
        <MessageBarBody>
          <MessageBarTitle>{proof.verified ? words.verified : words.notVerified}</MessageBarTitle>{' '}
          {proof.verified && words.verifiedText}
        </MessageBarBody>
      </MessageBar>
      <UnappliedSettings profile={result.profile} />
      <ErasedPasskeys revoked={result.erased ?? []} />
      <Facts
        facts={[
          { label: words.facts.user, value: user.userPrincipalName },
          { label: words.facts.name, value: method.displayName },
          ...(result.profile === undefined ? [] : [{ label: strings.profiles.choice, value: result.profile.name }]),
          { label: words.facts.model, value: method.model ?? key.product },
          { label: words.facts.attestation, value: attestationWords(method.attestationLevel) },
          ...(key.serial === undefined ? [] : [{ label: words.facts.serial, value: key.serial }]),
          { label: words.facts.time, value: words.seconds({ seconds: seconds.toFixed(1) }) },
          { label: words.facts.aaguid, value: key.aaguid, code: true },
          { label: words.facts.credentialId, value: result.credentialId, code: true },
        ]}
      />
      <Row gap="small">
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
      </Row>
    </Panel>
  );
}

/** What the profile sets and the key did not accept after the passkey was proven. */
function UnappliedSettings({ profile }: Pick<EnrollmentResult, 'profile'>) {
  if (profile === undefined || profile.unapplied.length === 0) return null;
  const needs = commas(profile.unapplied.map(need => needWords[need]));
  return (
    <MessageBar intent="warning" layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{strings.profiles.unappliedTitle({ needs })}</MessageBarTitle> {strings.profiles.unappliedText}
      </MessageBarBody>
    </MessageBar>
  );
}
