import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  ClockRegular,
  ErrorCircleRegular,
  TapSingleRegular,
  UsbPlugRegular,
} from '@fluentui/react-icons';
import { Card } from './Card.tsx';
import { useWords } from './language/language.ts';
import { PinStage } from './PinStage.tsx';
import { Refusal } from './Refusal.tsx';
import type { ActivationRun } from './useActivation.ts';
import { WhoStage } from './WhoStage.tsx';

const useStyles = makeStyles({
  actions: { display: 'flex', justifyContent: 'center' },
  next: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, margin: 0 },
});

/** What the person does now. */
export function StageView({ run }: { run: ActivationRun }) {
  const styles = useStyles();
  const words = useWords();
  const { stage, user } = run;
  const leave = (label: string, appearance: 'primary' | 'secondary' = 'secondary') => (
    <div className={styles.actions}>
      <Button size="large" appearance={appearance} onClick={run.leave}>
        {label}
      </Button>
    </div>
  );
  switch (stage.at) {
    case 'who':
      return <WhoStage onProven={run.start} />;
    case 'key': {
      const [title, hint] = stage.several
        ? [words.keySeveral, words.keySeveralHint]
        : stage.again
          ? [words.keyAgain, words.keyAgainHint]
          : [words.key, words.keyHint];
      return (
        <Card key={title} icon={<UsbPlugRegular />} title={title} hint={hint}>
          {user !== null && <Text align="center">{words.hello(user.displayName)}</Text>}
          {leave(words.cancel)}
        </Card>
      );
    }
    case 'pin':
      return (
        <PinStage key={stage.asked} task={stage.task} onAnswer={run.answerPin}>
          {leave(words.cancel)}
        </PinStage>
      );
    case 'touch':
      return (
        <Card key="touch" icon={<TapSingleRegular />} title={words.touch} hint={words.touchHint}>
          {leave(words.cancel)}
        </Card>
      );
    case 'working':
      return (
        <Card key="working" title={words.working}>
          <Spinner size="huge" />
        </Card>
      );
    case 'done':
      return stage.passkey ? (
        <Card key="done" icon={<CheckmarkCircleRegular />} title={words.done} hint={words.doneText}>
          <ol className={styles.next}>
            {words.doneNext.map(line => (
              <li key={line}>
                <Text size={400}>{line}</Text>
              </li>
            ))}
          </ol>
          {leave(words.finish, 'primary')}
        </Card>
      ) : (
        <Card key="done" icon={<ClockRegular />} title={words.waiting} hint={words.waitingText}>
          {leave(words.finish, 'primary')}
        </Card>
      );
    case 'failed':
      return (
        <Card key="failed" icon={<ErrorCircleRegular />} title={words.failed}>
          <Refusal failure={stage.failure} />
          {leave(words.startOver, 'primary')}
        </Card>
      );
  }
}
