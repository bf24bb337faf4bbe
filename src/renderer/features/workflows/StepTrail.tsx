import { makeStyles, mergeClasses, Text, tokens } from '@fluentui/react-components';
import { CheckmarkRegular } from '@fluentui/react-icons';
import { strings } from '../../strings.ts';

const words = strings.workflows.steps;

export const steps = ['name', 'configuration', 'review'] as const;
type Step = (typeof steps)[number];

const useStyles = makeStyles({
  list: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXXL,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  step: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalS },
  mark: {
    display: 'flex',
    alignItems: 'center',
    justifyContent: 'center',
    width: '24px',
    height: '24px',
    borderRadius: tokens.borderRadiusCircular,
    border: `1px solid ${tokens.colorNeutralStroke1}`,
    fontSize: tokens.fontSizeBase200,
    color: tokens.colorNeutralForeground3,
  },
  reached: {
    border: `1px solid ${tokens.colorCompoundBrandBackground}`,
    backgroundColor: tokens.colorCompoundBrandBackground,
    color: tokens.colorNeutralForegroundOnBrand,
  },
});

/** The steps of the wizard, with the current one marked. */
export function StepTrail({ step }: { step: Step }) {
  const styles = useStyles();
  const at = steps.indexOf(step);
  return (
    <ol className={styles.list} aria-label={words.label}>
      {steps.map((name, i) => (
        <li key={name} className={styles.step} aria-current={i === at ? 'step' : undefined}>
          <span className={mergeClasses(styles.mark, i <= at && styles.reached)} aria-hidden>
            {i < at ? <CheckmarkRegular /> : i + 1}
          </span>
          <Text weight={i === at ? 'semibold' : 'regular'}>{words[name]}</Text>
        </li>
      ))}
    </ol>
  );
}
