import { Button } from '@fluentui/react-components';
import { DismissRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { strings } from '../strings.ts';

/** Puts a message away. */
export function DismissButton({ onDismiss }: { onDismiss: () => void }) {
  return <Button appearance="transparent" icon={<DismissRegular />} aria-label={strings.dismiss} onClick={onDismiss} />;
}

/**
 * Whether a message was put away, and the function that does it. `what` names what it says: something else shows it again.
 * It is forgotten with the window.
 */
export function useDismissed(what: string): [boolean, () => void] {
  const [dismissed, setDismissed] = useState<string | null>(null);
  return [dismissed === what, () => setDismissed(what)];
}
