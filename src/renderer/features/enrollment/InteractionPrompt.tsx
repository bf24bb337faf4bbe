import { makeStyles, Spinner, Subtitle1, Text, tokens } from '@fluentui/react-components';
import { TapSingleRegular } from '@fluentui/react-icons';
import { Panel } from '../../components/Panel.tsx';
import { strings } from '../../strings.ts';
import { NewPinForm } from './NewPinForm.tsx';
import { PinForm } from './PinForm.tsx';
import type { Run } from './run.ts';

const words = strings.enroll;

const useStyles = makeStyles({
  prompt: {
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    gap: tokens.spacingVerticalM,
    padding: `${tokens.spacingVerticalXXL} 0`,
    textAlign: 'center',
  },
  hint: { color: tokens.colorNeutralForeground3 },
  touch: {
    fontSize: '64px',
    color: tokens.colorBrandForeground1,
    animationName: { '50%': { opacity: 0.35 } },
    animationDuration: '1.4s',
    animationIterationCount: 'infinite',
    '@media (prefers-reduced-motion: reduce)': { animationName: 'none' },
  },
});

/** What a person must do now; while it is nothing, that work goes on. */
export function InteractionPrompt({ run }: { run: Run }) {
  const styles = useStyles();
  const { interaction, enrollmentId, questions } = run;
  if (enrollmentId !== null && interaction.kind === 'pin') {
    return <PinForm key={questions} enrollmentId={enrollmentId} {...interaction} />;
  }
  if (enrollmentId !== null && interaction.kind === 'new-pin') {
    return <NewPinForm key={questions} enrollmentId={enrollmentId} {...interaction} />;
  }
  return (
    <Panel>
      {interaction.kind === 'touch' ? (
        <div className={styles.prompt} role="alert">
          <TapSingleRegular className={styles.touch} />
          <Subtitle1>{words.touch}</Subtitle1>
          <Text className={styles.hint}>{words.touchHint}</Text>
        </div>
      ) : (
        <div className={styles.prompt}>
          <Spinner size="large" />
          <Text className={styles.hint}>{words.working}</Text>
        </div>
      )}
    </Panel>
  );
}
