import { Button } from '@fluentui/react-components';
import { ArrowClockwiseRegular } from '@fluentui/react-icons';

/**
 * Reads something again. While that is pending, a click does nothing. The button is not disabled then: it would lose the focus, and
 * flicker whenever the page reads automatically.
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
