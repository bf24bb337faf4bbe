import { Button, makeStaticStyles, makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import { api } from '../client/client.ts';
import { useRefusal } from '../client/hooks.ts';
import { ActivateWindow } from '../features/activate/ActivateWindow.tsx';
import { RunningBatches } from '../features/batches/run/RunningBatches.tsx';
import { RunWindow } from '../features/batches/run/RunWindow.tsx';
import { RunningEnrollments } from '../features/enrollment/RunningEnrollments.tsx';
import { UnfinishedBanner } from '../features/enrollment/UnfinishedBanner.tsx';
import { PracticePanel } from '../features/practice/PracticePanel.tsx';
import { useModeChange } from '../features/start/useModeChange.ts';
import { strings } from '../strings.ts';
import { CallFailure } from '../ui/display/CallFailure.tsx';
import { FailureMessage } from '../ui/display/FailureMessage.tsx';
import { NARROW_WINDOW } from '../ui/page/layout.ts';
import type { Route } from '../ui/page/route.ts';
import { ConnectionBanner } from './ConnectionBanner.tsx';
import { Header } from './Header.tsx';
import { KeyStrip } from './KeyStrip.tsx';
import { Navigation } from './Navigation.tsx';
import { OfflineBanner } from './OfflineBanner.tsx';
import { Page } from './Page.tsx';
import { PaperHead } from './PaperHead.tsx';
import { usePaperStyles } from './paperStyles.ts';
import { RecordBanner } from './RecordBanner.tsx';
import { RefusedWindow } from './RefusedWindow.tsx';
import { useFollowChanges } from './useFollowChanges.ts';
import { useShownRoute } from './useShownRoute.ts';

/** At an activation station nothing is followed, because the core would reject the stream. */
function FollowChanges() {
  useFollowChanges();
  return null;
}

/** Pages with one wide table. The other pages limit the length of lines for easier reading. */
const tables: readonly Route['page'][] = [
  'overview',
  'users',
  'inventory',
  'key',
  'reconciliation',
  'assignments',
  'batches',
  'batch',
  'activity',
];

const useStaticStyles = makeStaticStyles([
  {
    'html, body, #root': { height: '100%', margin: 0 },
    body: { overflow: 'hidden' },
    'h1, h2, h3': { margin: 0 },
  },
  // Names from people have any length, even in one word. They break only if necessary. Elements with a layout of their
  // own do not break.
  {
    '.fui-FluentProvider': { overflowWrap: 'anywhere' },
    '.fui-Badge': { flexShrink: 0, maxWidth: '100%', overflowWrap: 'normal', whiteSpace: 'nowrap' },
    '.fui-Tab, .fui-Button:not(.fui-BreadcrumbButton)': { overflowWrap: 'normal' },
    // Names and addresses are not hyphenated, because a hyphen would look like a part of them.
    '.fui-TableHeaderCell, .fui-Label, .fui-Tab, .fui-Button:not(.fui-BreadcrumbButton)': { hyphens: 'auto' },
    // Radio buttons wrap to the next line before their words break.
    '.fui-RadioGroup': { flexWrap: 'wrap' },
    svg: { flexShrink: 0 },
    '.fui-Breadcrumb__list': { flexWrap: 'wrap' },
    '.fui-BreadcrumbItem': { minWidth: 0, maxWidth: '100%' },
    '.fui-BreadcrumbItem .fui-BreadcrumbButton': {
      minWidth: 0,
      maxWidth: '100%',
      height: 'auto',
      minHeight: '32px',
      textAlign: 'start',
      textWrap: 'wrap',
      whiteSpace: 'normal',
    },
  },
  `${NARROW_WINDOW} { html, body, #root { height: auto } body { overflow: auto } }`,
  // With reduced motion, an enabled control changes its color immediately.
  '@media (prefers-reduced-motion: reduce) { *, ::before, ::after { transition: none !important } }',
]);

const useStyles = makeStyles({
  window: {
    display: 'grid',
    gridTemplateRows: 'auto auto 1fr auto',
    gridTemplateColumns: '256px 1fr',
    gridTemplateAreas: '"header header" "strip strip" "nav main" "practice practice"',
    height: '100vh',
    backgroundColor: tokens.colorNeutralBackground2,
    color: tokens.colorNeutralForeground1,
    '@media (max-width: 1100px)': { gridTemplateColumns: '60px minmax(0, 1fr)' },
    '@media print': { display: 'block', height: 'auto', backgroundColor: 'transparent' },
    [NARROW_WINDOW]: {
      height: 'auto',
      minHeight: '100vh',
      gridTemplateRows: 'auto auto auto 1fr auto',
      gridTemplateColumns: 'minmax(0, 1fr)',
      gridTemplateAreas: '"header" "strip" "nav" "main" "practice"',
    },
  },
  skip: {
    position: 'absolute',
    insetInlineStart: '-10000px',
    ':focus': { insetInlineStart: tokens.spacingHorizontalS, top: tokens.spacingVerticalS, zIndex: 1 },
  },
  main: {
    gridArea: 'main',
    overflowY: 'auto',
    minWidth: 0,
    outlineStyle: 'none',
    [NARROW_WINDOW]: { overflowY: 'visible' },
    '@media print': { overflowY: 'visible' },
  },
  content: {
    display: 'flex',
    flexDirection: 'column',
    gap: tokens.spacingVerticalL,
    boxSizing: 'border-box',
    maxWidth: '1184px',
    minHeight: '100%',
    padding: `${tokens.spacingVerticalXXL} ${tokens.spacingHorizontalXXXL}`,
    '@media (max-width: 1100px)': { padding: `${tokens.spacingVerticalXL} ${tokens.spacingHorizontalXL}` },
    '@media (max-width: 640px)': { padding: tokens.spacingHorizontalS },
  },
  banners: { display: 'contents' },
  wide: { maxWidth: '1600px' },
});

/** Polling interval for damage, in ms. */
const DAMAGE_LOOK = 5 * 60_000;

/**
 * The frame of the window: header, plugged-in keys, navigation, the page, and the practice key in practice mode. If the
 * core did not start, the reason replaces the page. A window that was not admitted shows only the reason.
 */
export function Shell() {
  useStaticStyles();
  usePaperStyles();
  const styles = useStyles();
  // A background check finds damage without any change, so the window polls.
  const info = useQuery(api.system.info.queryOptions({ refetchInterval: DAMAGE_LOOK }));
  const refusal = useRefusal();
  const route = useShownRoute();
  const { page } = route;
  useModeChange(info.data);
  if (refusal !== null && info.data === undefined) return <RefusedWindow refusal={refusal} />;
  const locked = info.data?.station === 'activation';
  if (locked || page === 'activate') return <ActivateWindow locked={locked} />;
  if (route.page === 'run-batch' && info.isSuccess)
    return (
      <RunWindow key={route.batch} id={route.batch}>
        <ConnectionBanner />
      </RunWindow>
    );
  return (
    <div className={styles.window}>
      <Button className={styles.skip} onClick={() => document.getElementById('main')?.focus()}>
        {strings.nav.skip}
      </Button>
      <Header />
      {/* An activation station shows nothing of the desk, not even before the window knows that it is a station. */}
      {!info.isPending && (
        <>
          <KeyStrip />
          {/* Has no query of its own: a query that begins while the core's failure is shown would retry endlessly. */}
          <Navigation page={page} />
        </>
      )}
      <main id="main" tabIndex={-1} className={styles.main}>
        <div className={mergeClasses(styles.content, tables.includes(page) && styles.wide)}>
          <ConnectionBanner />
          <CallFailure error={info.error} />
          {info.isSuccess && (
            <>
              <div data-frame="" className={styles.banners}>
                {info.data.damage !== null && <FailureMessage failure={info.data.damage} />}
                <OfflineBanner />
                <RecordBanner />
                <UnfinishedBanner />
                <RunningEnrollments />
                <RunningBatches />
              </div>
              <PaperHead />
              <Page />
              <FollowChanges />
            </>
          )}
        </div>
      </main>
      <PracticePanel />
    </div>
  );
}
