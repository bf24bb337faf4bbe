import { makeStyles, tokens } from '@fluentui/react-components';
import { KeyMultipleFilled } from '@fluentui/react-icons';
import { failureOf } from '../client/failure.ts';
import type { ConnectionRefused } from '../client/transport.ts';
import { strings } from '../strings.ts';
import { FailureMessage } from '../ui/display/FailureMessage.tsx';

const useStyles = makeStyles({
  page: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalXL,
    boxSizing: 'border-box',
    minHeight: '100vh',
    maxWidth: '720px',
    margin: '0 auto',
    padding: tokens.spacingHorizontalXXL,
  },
  title: { display: 'flex', alignItems: 'center', gap: tokens.spacingHorizontalM, fontSize: tokens.fontSizeBase600 },
});

/** The page of a window that the server did not admit: the reason, and how to open one that works. */
export function RefusedWindow({ refusal }: { refusal: ConnectionRefused }) {
  const styles = useStyles();
  return (
    <main className={styles.page}>
      <h1 className={styles.title}>
        <KeyMultipleFilled fontSize={28} />
        {strings.product}
      </h1>
      <FailureMessage failure={failureOf(refusal)} />
    </main>
  );
}
