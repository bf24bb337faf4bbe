import { Spinner, Text } from '@fluentui/react-components';
import { TapSingleRegular } from '@fluentui/react-icons';
import { strings } from '../../strings.ts';
import { Panel } from '../../ui/page/Panel.tsx';
import { FingerPrompt } from './FingerPrompt.tsx';
import { HandsOnPrompt } from './HandsOnPrompt.tsx';
import { KnownPinForm } from './KnownPinForm.tsx';
import { NewPinForm } from './NewPinForm.tsx';
import { ResetPrompt } from './ResetPrompt.tsx';
import type { Run } from './run.ts';
import { usePromptStyles } from './usePromptStyles.ts';
import { WaitPrompt } from './WaitPrompt.tsx';

const words = strings.enroll;

/** Shows what the person must do now, or that Keydesk is working. */
export function InteractionPrompt({ run }: { run: Run }) {
  const styles = usePromptStyles();
  const { interaction, enrollmentId, questions } = run;
  if (interaction.kind === 'pin') {
    return <KnownPinForm key={questions} enrollmentId={enrollmentId} {...interaction} />;
  }
  if (interaction.kind === 'new-pin') {
    return <NewPinForm key={questions} enrollmentId={enrollmentId} {...interaction} />;
  }
  if (interaction.kind === 'fingerprint') {
    return <FingerPrompt key={questions} enrollmentId={enrollmentId} {...interaction} />;
  }
  if (interaction.kind === 'wait') {
    return (
      <Panel>
        <WaitPrompt key={questions} until={interaction.until} reason={interaction.reason} />
      </Panel>
    );
  }
  if (interaction.kind === 'reset') {
    return (
      <Panel>
        <ResetPrompt key={interaction.step} {...interaction} />
      </Panel>
    );
  }
  return (
    <Panel>
      {interaction.kind === 'touch' ? (
        <HandsOnPrompt icon={<TapSingleRegular />} title={words.touch} hint={words.touchHint} />
      ) : (
        <div className={styles.prompt}>
          <Spinner size="large" />
          <Text className={styles.hint}>{words.working}</Text>
        </div>
      )}
    </Panel>
  );
}
