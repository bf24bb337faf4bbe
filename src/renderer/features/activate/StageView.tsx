import { Button, makeStyles, Spinner, Text, tokens } from '@fluentui/react-components';
import {
  CheckmarkCircleRegular,
  ClockRegular,
  ErrorCircleRegular,
  TapSingleRegular,
  UsbPlugRegular,
} from '@fluentui/react-icons';
import { errorSubjectOf } from '../../../contract/errors/subjects.ts';
import { Card } from './Card.tsx';
import { stationWords as words } from './language.ts';
import { PinStage } from './PinStage.tsx';
import { Refusal } from './Refusal.tsx';
import type { Stage } from './stage.ts';
import { TimeLeft } from './TimeLeft.tsx';
import type { ActivationRun } from './useActivation.ts';
import { WhoStage } from './WhoStage.tsx';

const useStyles = makeStyles({
  actions: { display: 'flex', justifyContent: 'center' },
  next: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM, margin: 0 },
});

function keyWords({ several, again, refused }: Extract<Stage, { at: 'key' }>): [string, string] {
  if (several) return [words.keySeveral, words.keySeveralHint];
  if (again) return [words.keyAgain, words.keyAgainHint];
  if (refused === undefined) return [words.key, words.keyHint];
  return errorSubjectOf(refused.code) === 'key-again'
    ? [words.keyReplug, words.keyReplugHint]
    : [words.keyOther, words.keyOtherHint];
}

/** Shows what the user must do now. */
export function StageView({ run }: { run: ActivationRun }) {
  const styles = useStyles();
  const { stage, user, until } = run;
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
      const [title, hint] = keyWords(stage);
      return (
        <Card key={title} icon={<UsbPlugRegular />} title={title} hint={hint}>
          {stage.refused && <Refusal failure={stage.refused} />}
          {user !== null && <Text align="center">{words.hello({ name: user.displayName })}</Text>}
          <TimeLeft until={until} />
          {leave(words.cancel)}
        </Card>
      );
    }
    case 'pin':
      return (
        <PinStage key={stage.asked} task={stage.task} onAnswer={run.answerPin}>
          <TimeLeft until={until} />
          {leave(words.cancel)}
        </PinStage>
      );
    case 'touch':
      return (
        <Card key="touch" icon={<TapSingleRegular />} title={words.touch} hint={words.touchHint}>
          <TimeLeft until={until} />
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
            {[words.doneNext.choose, words.doneNext.use, words.doneNext.keep].map(line => (
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
