import { makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import type { EnrollmentPlan } from '../../../contract/profiles/schema.ts';
import { planStepText } from '../../../contract/profiles/words.ts';
import { api } from '../../client/client.ts';
import { strings } from '../../strings.ts';
import { CallFailure } from '../../ui/display/CallFailure.tsx';
import { FailureMessage } from '../../ui/display/FailureMessage.tsx';
import { RunWarnings } from './RunWarnings.tsx';
import type { ProfilePlan } from './useProfilePlan.ts';

const words = strings.profiles;

const useStyles = makeStyles({
  plan: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalS },
  steps: { margin: 0, paddingInlineStart: '24px', overflowWrap: 'anywhere' },
});

/**
 * Shows what an enrollment would do with the plugged-in key and what it would refuse, before anything is done.
 * @param typed the name that the person typed for the passkey
 */
export function PlanView({ planned, typed }: { planned: ProfilePlan; typed: string | undefined }) {
  const { plan, pending, error, retry } = planned;
  if (error !== null && error !== undefined) return <CallFailure error={error} onRetry={retry} />;
  if (pending) return <Spinner size="tiny" label={words.planning} />;
  if (plan === undefined || (plan.profile === null && plan.refusals.length === 0)) return null;
  return <PlanOf plan={plan} typed={typed} />;
}

function PlanOf({ plan, typed }: { plan: EnrollmentPlan; typed: string | undefined }) {
  const styles = useStyles();
  const heading = useId();
  const { profile, steps } = plan;
  const { data: policy } = useQuery(
    api.policy.check.queryOptions({ input: { user: plan.user?.id ?? '', keyId: plan.key?.id ?? '' }, enabled: false }),
  );
  // PolicyVerdict shows this one, with a button that checks again.
  const shown = policy?.verdict.verdict === 'allowed' ? undefined : policy?.verdict.reason.code;
  const refusals = plan.refusals.filter(({ code }) => code !== shown);
  const warnings = plan.warnings.filter(({ code }) => code !== shown);
  return (
    <div className={styles.plan}>
      {refusals.map(failure => (
        <FailureMessage key={`${failure.code} ${JSON.stringify(failure.params)}`} failure={failure} />
      ))}
      <RunWarnings warnings={warnings} />
      {profile !== null && plan.refusals.length === 0 && (
        <div role="status">
          <Text id={heading} weight="semibold" block>
            {words.planOf({ name: profile.name })}
          </Text>
          <ol className={styles.steps} aria-labelledby={heading}>
            {steps.map(step => (
              <li key={step.kind}>
                {planStepText(
                  step.kind === 'register-passkey' && typed !== undefined ? { ...step, name: typed } : step,
                )}
              </li>
            ))}
          </ol>
        </div>
      )}
    </div>
  );
}
