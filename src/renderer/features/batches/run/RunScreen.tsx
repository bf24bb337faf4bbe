import {
  MessageBar,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  mergeClasses,
  Text,
  tokens,
} from '@fluentui/react-components';
import { useQuery } from '@tanstack/react-query';
import type { LiveBatch, LiveKey } from '../../../../contract/batches/live.ts';
import { nameOf } from '../../../../contract/batches/nameOf.ts';
import { openRows } from '../../../../contract/batches/schema.ts';
import type { SettingsChange } from '../../../../contract/settings/schema.ts';
import { api } from '../../../client/client.ts';
import { useChangeSettings } from '../../../client/useChangeSettings.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { HiddenText } from '../../../ui/display/HiddenText.tsx';
import { startCheck, useCheck } from '../checks.ts';
import { NoteDialog } from '../rows/NoteDialog.tsx';
import { CutOff } from './CutOff.tsx';
import { faceOf } from './face.ts';
import { HandOver } from './HandOver.tsx';
import { KeyCard } from './KeyCard.tsx';
import { NextCard } from './NextCard.tsx';
import { NextStrip } from './NextStrip.tsx';
import { RunHead } from './RunHead.tsx';
import { ScanField } from './ScanField.tsx';
import { Skipped } from './Skipped.tsx';
import { useShortcuts } from './shortcuts.ts';
import { useSounds } from './sounds.ts';
import { Trouble } from './Trouble.tsx';
import { useDoneRows } from './useDoneRows.ts';
import { usePinOnScreen } from './usePinOnScreen.ts';
import { useRunActions } from './useRunActions.ts';

const words = strings.batchRun;

const useStyles = makeStyles({
  cards: {
    flex: '1 0 auto',
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(440px, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
  // Six keys and the next user fit on one screen.
  many: { gridTemplateColumns: 'repeat(auto-fit, minmax(min(340px, 100%), 1fr))', gap: tokens.spacingHorizontalS },
});

/** The run screen: what to do now with each key, who is next, and the PINs that were not handed over. */
export function RunScreen({ live }: { live: LiveBatch }) {
  const styles = useStyles();
  const { batch, keys, next, cutOff, running, trouble, retryAt, pinsLast } = live;
  const { id, counts } = batch;
  const check = useCheck(id, counts);
  const done = useDoneRows(live);
  const pin = usePinOnScreen(id, keys);
  const { sounds, colors } = useSwitches();
  const unchecked = counts.waiting + counts.preparing;
  const isOpen = openRows(counts) > 0;
  const isRunning = running && isOpen;
  const isPaused = !running && isOpen;
  const waits = trouble !== null || unchecked > 0;

  const [first] = next;
  const { actions, ...acts } = useRunActions(live, pin, done.toHandOver[0]);
  useShortcuts(actions);
  useSounds(keys, sounds.value);

  return (
    <>
      <RunHead
        batch={batch}
        secondsPerKey={done.secondsPerKey}
        sounds={sounds}
        colors={colors}
        running={isRunning}
        actions={actions}
      />
      {trouble !== null && retryAt !== null && <Trouble failure={trouble} retryAt={retryAt} />}
      <CallFailure error={acts.error} />
      <CallFailure error={check.error} onRetry={() => void startCheck(id)} />
      {acts.isPausing && <Text role="status">{words.pausing}</Text>}
      {isPaused && keys.length > 0 && <PausedBar />}
      <CutOff rows={running ? cutOff : []} />
      {unchecked > 0 && <Text role="status">{words.checking({ count: unchecked })}</Text>}
      <HiddenText live>{saidOf(live, isOpen, waits)}</HiddenText>
      <Skipped row={acts.skipped} actions={actions} />
      <div className={mergeClasses(styles.cards, keys.length > 2 && styles.many)}>
        {keys.length === 0 ? (
          <NextCard live={live} isOpen={isOpen} />
        ) : (
          keys.map(key => <KeyCard key={key.keyId} of={key} waits={waits} colors={colors.value} />)
        )}
      </div>
      <HandOver
        rows={done.toHandOver}
        shown={pin.shown}
        error={pin.error}
        pinsLast={pinsLast}
        actions={actions}
        onShow={pin.show}
      />
      <NextStrip
        next={isRunning ? next : []}
        onCard={keys.length === 0}
        text={isOpen ? null : words.finished}
        actions={actions}
      />
      <ScanField batchId={id} nextRow={first?.id} isPaused={isPaused} isOver={!isOpen} />
      {acts.noted !== null && <NoteDialog batchId={id} row={acts.noted} onClose={acts.endNote} />}
    </>
  );
}

/** Says that the batch is paused, where the cards of plugged-in keys stand in the place of the large words. */
function PausedBar() {
  return (
    <MessageBar layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{words.paused}</MessageBarTitle> {words.pausedHint}
      </MessageBarBody>
    </MessageBar>
  );
}

/** Sounds and colors. They are settings, because the address of the loopback window, and with it the storage of the browser, changes with each start. */
function useSwitches() {
  const settings = useQuery(api.settings.get.queryOptions()).data;
  const change = useChangeSettings();
  const asked: SettingsChange = change.isPending ? change.variables : {};
  const switchOf = (name: 'runSounds' | 'runColors') => ({
    value: asked[name] ?? settings?.[name] ?? true,
    set: (value: boolean) => change.mutate({ [name]: value }),
  });
  return { sounds: switchOf('runSounds'), colors: switchOf('runColors') };
}

/** Returns what a screen reader says: what to do for each key, or who is next. */
function saidOf(
  { batch: { counts }, keys, next: [first], running }: LiveBatch,
  isOpen: boolean,
  waits: boolean,
): string {
  const ofKey = (key: LiveKey) =>
    key.row === null ? faceOf(key, waits).title : words.said({ what: faceOf(key, waits).title, user: nameOf(key.row) });
  if (keys.length > 0) return keys.map(ofKey).join('. ');
  const { done: made, failed, skipped } = counts;
  if (!isOpen) return `${words.finished}. ${words.summary({ made, failed, skipped })}`;
  if (!running) return words.paused;
  if (first === undefined) return words.noneWaits;
  const what = first.serial === null ? words.plugIn : words.plugInThis({ serial: first.serial });
  return words.said({ what, user: nameOf(first) });
}
