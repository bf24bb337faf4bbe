import { Button, makeStyles, Subtitle1, ToggleButton, tokens } from '@fluentui/react-components';
import { ArrowLeftRegular, ColorRegular, Speaker2Regular, SpeakerMuteRegular } from '@fluentui/react-icons';
import type { Batch } from '../../../../contract/batches/schema.ts';
import { strings } from '../../../strings.ts';
import { goTo } from '../../../ui/page/route.ts';
import { usePageTitle } from '../../../ui/page/useWindowTitle.ts';
import { ActionButton } from './ActionButton.tsx';
import type { Actions } from './shortcuts.ts';

const words = strings.batchRun;

const useStyles = makeStyles({
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    columnGap: tokens.spacingHorizontalXXL,
    rowGap: tokens.spacingVerticalS,
  },
  counts: {
    display: 'flex',
    flexWrap: 'wrap',
    columnGap: tokens.spacingHorizontalXXL,
    margin: 0,
    padding: 0,
    listStyleType: 'none',
    fontSize: tokens.fontSizeBase500,
    lineHeight: tokens.lineHeightBase500,
  },
  end: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: tokens.spacingHorizontalS,
    marginInlineStart: 'auto',
  },
});

/** A switch of the run screen. */
export interface Switch {
  readonly value: boolean;
  set(value: boolean): void;
}

/** The name of the batch, its counts, and what holds for the whole screen. */
export function RunHead(props: {
  batch: Batch;
  secondsPerKey: number | undefined;
  sounds: Switch;
  colors: Switch;
  running: boolean;
  actions: Actions;
}) {
  const styles = useStyles();
  const { batch, secondsPerKey, sounds, colors, running, actions } = props;
  const { counts } = batch;
  usePageTitle(batch.name);
  return (
    <div className={styles.head}>
      <Subtitle1 as="h1">{batch.name}</Subtitle1>
      <ul className={styles.counts} aria-label={words.counts}>
        <li>{words.done({ done: counts.done, total: batch.rows })}</li>
        {counts.failed > 0 && <li>{words.failures({ count: counts.failed })}</li>}
        {counts.skipped > 0 && <li>{words.skipped({ count: counts.skipped })}</li>}
        {secondsPerKey !== undefined && (
          <li>{words.timePerKey({ seconds: Math.max(1, Math.round(secondsPerKey)) })}</li>
        )}
      </ul>
      <div className={styles.end}>
        <ToggleButton
          appearance="subtle"
          icon={sounds.value ? <Speaker2Regular /> : <SpeakerMuteRegular />}
          checked={sounds.value}
          onClick={() => sounds.set(!sounds.value)}
        >
          {words.sounds}
        </ToggleButton>
        <ToggleButton
          appearance="subtle"
          icon={<ColorRegular />}
          checked={colors.value}
          onClick={() => colors.set(!colors.value)}
        >
          {words.colors}
        </ToggleButton>
        <ActionButton
          action="pause"
          actions={actions}
          label={running ? words.pause : words.continue}
          appearance={running ? 'secondary' : 'primary'}
        />
        <Button
          size="large"
          icon={<ArrowLeftRegular />}
          title={running ? words.leaveHint : undefined}
          onClick={() => goTo({ page: 'batch', batch: batch.id })}
        >
          {words.leave}
        </Button>
      </div>
    </div>
  );
}
