import { Button, MessageBar, MessageBarActions, MessageBarBody } from '@fluentui/react-components';
import { strings } from '../../strings.ts';
import { useWipeTime, wipe } from '../actions/brieflyCopied.ts';
import { useSecondsUntil } from './useSecondsUntil.ts';

/** Says when the clipboard is emptied, while it has a secret. */
export function ClipboardNote() {
  const at = useWipeTime();
  return at === null ? null : <Note until={new Date(at).toISOString()} />;
}

function Note({ until }: { until: string }) {
  const seconds = Math.ceil(useSecondsUntil(until));
  return (
    <MessageBar intent="info" layout="multiline">
      {/* Read out once, not every second. */}
      <MessageBarBody role="timer" aria-live="off">
        {seconds > 0 ? strings.clipboard.wipesIn({ seconds }) : strings.clipboard.wipesOnReturn}
      </MessageBarBody>
      <MessageBarActions>
        <Button size="small" onClick={wipe}>
          {strings.clipboard.wipe}
        </Button>
      </MessageBarActions>
    </MessageBar>
  );
}
