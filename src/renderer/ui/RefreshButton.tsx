import { Button } from '@fluentui/react-components';
import { ArrowClockwiseRegular } from '@fluentui/react-icons';

/**
 * Reads something again. It is not disabled while that is under way: the button would lose the focus, and flicker whenever the
 * page reads by itself. A click meanwhile does nothing.
 */
export function RefreshButton(props: { label: string; busy: boolean; onRefresh(): void; className?: string }) {
  const { label, busy, onRefresh, className } = props;
  return (
    <Button
      {...(className === undefined ? {} : { className })}
      appearance="subtle"
      icon={<ArrowClockwiseRegular />}
      aria-busy={busy}
      onClick={() => {
        if (!busy) onRefresh();
      }}
    >
      {label}
    </Button>
  );
}
