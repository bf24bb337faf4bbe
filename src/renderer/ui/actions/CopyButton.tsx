import { Button } from '@fluentui/react-components';
import { CheckmarkRegular, CopyRegular } from '@fluentui/react-icons';
import { useState } from 'react';
import { strings } from '../../strings.ts';

/** Copies a text to the clipboard, and then confirms it. */
export function CopyButton({ text, onCopied }: { text: string; onCopied?: (() => void) | undefined }) {
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    onCopied?.();
  };
  return (
    <Button icon={copied ? <CheckmarkRegular /> : <CopyRegular />} onClick={() => void copy()} aria-live="polite">
      {copied ? strings.copied : strings.copy}
    </Button>
  );
}
