import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CheckmarkFilled } from '@fluentui/react-icons';
import { HiddenText } from '../../ui/display/HiddenText.tsx';
import { stationWords as words } from './language.ts';
import type { Stage } from './stage.ts';

const steps = ['who', 'key', 'pin', 'touch', 'done'] as const;

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'center',
    gap: tokens.spacingHorizontalXXL,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  step: {
    display: 'flex',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    color: tokens.colorNeutralForeground3,
  },
  dot: {
    display: 'grid',
    placeItems: 'center',
    width: '28px',
    height: '28px',
    borderRadius: tokens.borderRadiusCircular,
    border: `2px solid ${tokens.colorNeutralStroke1}`,
    fontWeight: tokens.fontWeightSemibold,
  },
  current: {
    border: `2px solid ${tokens.colorBrandStroke1}`,
    color: tokens.colorBrandForeground1,
  },
  done: {
    border: `2px solid ${tokens.colorPaletteGreenBackground3}`,
    backgroundColor: tokens.colorPaletteGreenBackground3,
    color: tokens.colorNeutralForegroundOnBrand,
  },
});

/** The progress of an activation. Anything between two steps counts as the earlier one. */
export function Progress({ stage }: { stage: Stage }) {
  const styles = useStyles();
  const at = placeOf(stage);
  if (at === undefined) return null;
  // A key that waits for a passkey, or already had it, was not touched.
  const shown = stage.at === 'done' && !stage.touched ? steps.slice(0, steps.indexOf('touch')) : steps;
  return (
    <ol className={styles.list}>
      {shown.map((step, place) => {
        const state = place < at || stage.at === 'done' ? 'done' : place === at ? 'current' : 'waiting';
        return (
          <li key={step} className={styles.step} aria-current={state === 'current' ? 'step' : undefined}>
            <span
              className={mergeClasses(
                styles.dot,
                state === 'current' && styles.current,
                state === 'done' && styles.done,
              )}
            >
              {state === 'done' ? <CheckmarkFilled /> : place + 1}
            </span>
            <Text weight={state === 'current' ? 'semibold' : 'regular'}>{words.steps[step]}</Text>
            <HiddenText>{words.stepState[state]}</HiddenText>
          </li>
        );
      })}
    </ol>
  );
}

/** Returns undefined if the activation cannot continue. */
function placeOf(stage: Stage): number | undefined {
  if (stage.at === 'failed') return undefined;
  return stage.at === 'working' ? 3 : steps.indexOf(stage.at);
}
