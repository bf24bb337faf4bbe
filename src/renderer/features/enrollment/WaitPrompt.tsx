import { Subtitle1, Text } from '@fluentui/react-components';
import { useEffect, useState } from 'react';
import type { WaitReason } from '../../../contract/enrollment/waits.ts';
import { waitWords } from '../../../contract/enrollment/waitWords.ts';
import { strings } from '../../strings.ts';
import { usePromptStyles } from './usePromptStyles.ts';

const words = strings.enroll;
const SECOND = 1000;

/** Counts down to the time at which the enrollment continues automatically. `until` is ISO 8601. */
export function WaitPrompt({ until, reason }: { until: string; reason: WaitReason }) {
  const styles = usePromptStyles();
  const left = useSecondsUntil(until);
  return (
    <div className={styles.prompt} role="status">
      <Subtitle1>{waitWords[reason]}</Subtitle1>
      {/* Read out once, not every second. */}
      <Text size={700} role="timer" aria-live="off">
        {`${Math.floor(left / 60)}:${String(left % 60).padStart(2, '0')}`}
      </Text>
      <Text className={styles.hint}>{words.waitHint}</Text>
    </div>
  );
}

function useSecondsUntil(until: string): number {
  const secondsLeft = () => Math.max(0, Math.ceil((Date.parse(until) - Date.now()) / SECOND));
  const [left, setLeft] = useState(secondsLeft);
  useEffect(() => {
    const timer = setInterval(() => setLeft(secondsLeft()), SECOND / 4);
    return () => clearInterval(timer);
  });
  return left;
}
