import { makeStyles, tokens } from '@fluentui/react-components';
import { type ReactNode, useState } from 'react';
import { useBatch } from '../../../client/hooks.ts';
import { strings } from '../../../strings.ts';
import { QueryState } from '../../../ui/display/QueryState.tsx';
import { useKeptFocus } from '../../../ui/focus/useKeptFocus.ts';
import { NARROW_WINDOW } from '../../../ui/page/layout.ts';
import { PageHeading } from '../../../ui/page/PageHeading.tsx';
import { PracticePanel } from '../../practice/PracticePanel.tsx';
import { RunScreen } from './RunScreen.tsx';

const useStyles = makeStyles({
  window: {
    display: 'grid',
    gridTemplateRows: 'minmax(0, 1fr) auto',
    gridTemplateColumns: 'minmax(0, 1fr)',
    gridTemplateAreas: '"main" "practice"',
    height: '100vh',
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
    [NARROW_WINDOW]: { height: 'auto', minHeight: '100vh', gridTemplateRows: '1fr auto' },
  },
  main: {
    gridArea: 'main',
    boxSizing: 'border-box',
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalM,
    minWidth: 0,
    overflowY: 'auto',
    padding: tokens.spacingHorizontalL,
    outlineStyle: 'none',
    [NARROW_WINDOW]: { overflowY: 'visible', padding: tokens.spacingHorizontalS },
  },
});

/** The run screen of a batch. It fills the window, so that a person who stands at a desk can read it. `children` come first. */
export function RunWindow({ id, children }: { id: string; children: ReactNode }) {
  const styles = useStyles();
  const { live, error } = useBatch(id);
  const [main, setMain] = useState<HTMLElement | null>(null);
  // Buttons appear and disappear with the state of the keys.
  useKeptFocus(main);
  const query = { isPending: error === undefined, isError: error !== undefined, error, refetch: async () => undefined };
  return (
    <div className={styles.window}>
      <main id="main" ref={setMain} tabIndex={-1} className={styles.main}>
        {children}
        {live === undefined ? (
          <>
            <PageHeading title={strings.batches.title} />
            <QueryState query={query} />
          </>
        ) : (
          <RunScreen live={live} />
        )}
      </main>
      <PracticePanel />
    </div>
  );
}
