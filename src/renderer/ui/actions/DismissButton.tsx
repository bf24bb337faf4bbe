import { Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { strings } from '../../strings.ts';

/** Dismisses a message. */
export function DismissButton({ onDismiss }: { onDismiss: () => void }) {
  return <Button appearance="transparent" icon={<DismissRegular />} aria-label={strings.dismiss} onClick={onDismiss} />;
}

/**
 * Returns whether a message was dismissed, and the function that dismisses it until the window is closed.
 * @param what identifies the content of the message; other content shows the message again
 */
export function useDismissed(what: string): [boolean, () => void] {
  const [dismissed, setDismissed] = useState<string | null>(null);
  return [dismissed === what, () => setDismissed(what)];
}
