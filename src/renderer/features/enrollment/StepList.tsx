import { makeStyles, mergeClasses, Spinner, tokens } from '@fluentui/react-components';
import { CheckmarkCircleFilled, CircleRegular, DismissCircleFilled } from '@fluentui/react-icons';
import { strings } from '../../strings.ts';
import { HiddenText } from '../../ui/display/HiddenText.tsx';
import type { Run } from './run.ts';
import { type StepState, stepsOf } from './steps.ts';

const words = strings.enroll;

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  step: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, minHeight: '24px' },
  waiting: { color: tokens.colorNeutralForeground4 },
  running: { fontWeight: tokens.fontWeightSemibold },
  icon: { display: 'flex', justifyContent: 'center', flexShrink: 0, width: '20px', fontSize: '20px' },
  done: { color: tokens.colorStatusSuccessForeground1 },
  failed: { color: tokens.colorStatusDangerForeground1 },
});

/** The steps, live. A screen reader reads out the current one. */
export function StepList({ run }: { run: Run }) {
  const styles = useStyles();
  return (
    <>
      <ol className={styles.list} aria-label={words.stepsLabel}>
        {stepsOf(run).map(({ name, state }) => (
          <li
            key={name}
            className={mergeClasses(
              styles.step,
              state === 'waiting' && styles.waiting,
              state === 'running' && styles.running,
            )}
            aria-current={state === 'running' ? 'step' : undefined}
          >
            <StepIcon state={state} />
            <span>
              {words.steps[name]}
              <HiddenText>{`, ${words.stepStates[state]}`}</HiddenText>
            </span>
          </li>
        ))}
      </ol>
      <HiddenText live>{run.end === null && run.step !== null && words.steps[run.step]}</HiddenText>
    </>
  );
}

function StepIcon({ state }: { state: StepState }) {
  const styles = useStyles();
  const icon = {
    waiting: <CircleRegular />,
    running: <Spinner size="extra-tiny" />,
    done: <CheckmarkCircleFilled />,
    failed: <DismissCircleFilled />,
  };
  const tone = state === 'done' ? styles.done : state === 'failed' ? styles.failed : undefined;
  return (
    <span className={mergeClasses(styles.icon, tone)} aria-hidden="true">
      {icon[state]}
    </span>
  );
}
