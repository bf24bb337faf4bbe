import { makeStyles, tokens } from '@fluentui/react-components';
import { CheckmarkCircleRegular, PauseCircleRegular, PlugConnectedRegular } from '@fluentui/react-icons';
import type { ReactElement } from 'react';
import type { LiveBatch } from '../../../../contract/batches/live.ts';
import { nameOf } from '../../../../contract/batches/nameOf.ts';
import { strings } from '../../../strings.ts';
import { BigName } from './BigName.tsx';

const words = strings.batchRun;

const useStyles = makeStyles({
  card: {
    containerType: 'inline-size',
    display: 'flex',
    flexDirection: 'column',
    alignItems: 'center',
    justifyContent: 'center',
    gap: tokens.spacingVerticalM,
    minWidth: 0,
    padding: tokens.spacingHorizontalL,
    borderRadius: tokens.borderRadiusXLarge,
    border: `4px solid ${tokens.colorNeutralStroke1}`,
    backgroundColor: tokens.colorNeutralBackground1,
    textAlign: 'center',
  },
  act: { display: 'flex', alignItems: 'center', justifyContent: 'center', gap: '0.3em', minWidth: 0 },
  icon: { display: 'flex', fontSize: 'clamp(2.5rem, 8cqi, 5.5rem)', color: tokens.colorBrandForeground1 },
  title: { fontSize: 'clamp(1.5rem, 6cqi, 3.75rem)', lineHeight: 1.15, fontWeight: tokens.fontWeightSemibold },
  hint: { fontSize: 'clamp(1rem, 2.2cqi, 1.75rem)', lineHeight: 1.3 },
});

/** What to do while no key is plugged in: whose key is next, or that the batch is paused or has ended. */
export function NextCard({ live, isOpen }: { live: LiveBatch; isOpen: boolean }) {
  const styles = useStyles();
  const { icon, title, hint, row } = contentOf(live, isOpen);
  return (
    <section className={styles.card} aria-label={title}>
      <div className={styles.act}>
        <span className={styles.icon}>{icon}</span>
        <span className={styles.title}>{title}</span>
      </div>
      {row !== undefined && <BigName name={nameOf(row)} under={row.user?.userPrincipalName} />}
      {hint !== undefined && <span className={styles.hint}>{hint}</span>}
    </section>
  );
}

interface Content {
  readonly icon: ReactElement;
  readonly title: string;
  readonly hint?: string;
  readonly row?: LiveBatch['next'][number];
}

function contentOf({ batch: { counts }, running, next: [row] }: LiveBatch, isOpen: boolean): Content {
  if (!isOpen) {
    const { done: made, failed, skipped } = counts;
    return {
      icon: <CheckmarkCircleRegular />,
      title: words.finished,
      hint: words.summary({ made, failed, skipped }),
    };
  }
  if (!running) return { icon: <PauseCircleRegular />, title: words.paused, hint: words.pausedHint };
  if (row === undefined) return { icon: <PlugConnectedRegular />, title: words.noneWaits };
  const title = row.serial === null ? words.plugIn : words.plugInThis({ serial: row.serial });
  return { icon: <PlugConnectedRegular />, title, row, ...(row.note ? { hint: row.note } : {}) };
}
