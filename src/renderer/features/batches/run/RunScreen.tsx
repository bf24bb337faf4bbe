import { MessageBar, MessageBarBody, MessageBarTitle, makeStyles, Text, tokens } from '@fluentui/react-components';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { LiveBatch, LiveKey } from '../../../../contract/batches/live.ts';
import { nameOf } from '../../../../contract/batches/nameOf.ts';
import type { BatchRow } from '../../../../contract/batches/schema.ts';
import { openRows } from '../../../../contract/batches/schema.ts';
import type { SettingsChange } from '../../../../contract/settings/schema.ts';
import { api, client } from '../../../client/client.ts';
import { useChangeSettings } from '../../../client/useChangeSettings.ts';
import { strings } from '../../../strings.ts';
import { CallFailure } from '../../../ui/display/CallFailure.tsx';
import { HiddenText } from '../../../ui/display/HiddenText.tsx';
import { startCheck, useCheck } from '../checks.ts';
import { NoteDialog } from '../rows/NoteDialog.tsx';
import { refreshRows } from '../rows/refresh.ts';
import { CutOff } from './CutOff.tsx';
import { faceOf } from './face.ts';
import { HandOver } from './HandOver.tsx';
import { KeyCard } from './KeyCard.tsx';
import { NextCard } from './NextCard.tsx';
import { NextStrip } from './NextStrip.tsx';
import { RunHead } from './RunHead.tsx';
import { ScanField } from './ScanField.tsx';
import { type Actions, useShortcuts } from './shortcuts.ts';
import { useSounds } from './sounds.ts';
import { Trouble } from './Trouble.tsx';
import { useDoneRows } from './useDoneRows.ts';
import { usePinOnScreen } from './usePinOnScreen.ts';

const words = strings.batchRun;

const useStyles = makeStyles({
  cards: {
    flex: '1 0 auto',
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(440px, 100%), 1fr))',
    gap: tokens.spacingHorizontalM,
  },
});

/** The run screen: what to do now with each key, who is next, and the PINs that were not handed over. */
export function RunScreen({ live }: { live: LiveBatch }) {
  const styles = useStyles();
  const { batch, keys, next, cutOff, running, trouble, retryAt, pinsLast } = live;
  const { id, counts } = batch;
  const check = useCheck(id, counts);
  const done = useDoneRows(live);
  const pin = usePinOnScreen(id, keys);
  const [noted, setNoted] = useState<BatchRow | null>(null);
  const pause = useMutation({ mutationFn: () => client.batches.pause({ id }) });
  const work = useMutation({ mutationFn: (act: () => Promise<unknown>) => act(), onSettled: refreshRows });
  const { sounds, colors } = useSwitches();
  const unchecked = counts.waiting + counts.preparing;
  const isOpen = openRows(counts) > 0;
  const isRunning = running && isOpen;
  const isPaused = !running && isOpen;
  const waits = trouble !== null || unchecked > 0;

  const [first] = next;
  const onFirst = (act: (ref: { id: string; rowId: string }) => Promise<unknown>) =>
    first && (() => work.mutate(() => act({ id, rowId: first.id })));
  const current = keys.find(({ row }) => row !== null)?.row ?? first;
  const failedRow = keys.find(({ row }) => row?.state === 'failed')?.row;
  const [newest] = done.toHandOver;
  const actions: Actions = {
    pause: pauseAction(),
    skip: onFirst(client.batches.skip),
    later: next.length > 1 ? onFirst(client.batches.later) : undefined,
    note: current && (() => setNoted(current)),
    retry:
      counts.failed === 0
        ? undefined
        : () => work.mutate(() => client.batches.retry({ id, ...(failedRow ? { rowIds: [failedRow.id] } : {}) })),
    showPin: pin.shown !== null ? pin.hide : newest && (() => pin.show(newest)),
    handedOver: pin.handOver,
  };
  useShortcuts(actions);
  useSounds(keys, sounds.value);

  function pauseAction() {
    if (!isOpen || pause.isPending) return undefined;
    return () => {
      if (running) pause.mutate();
      else work.mutate(() => client.batches.start({ id, interactive: true }));
    };
  }

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
      <CallFailure error={work.error ?? pause.error} />
      <CallFailure error={check.error} onRetry={() => void startCheck(id)} />
      {pause.isPending && <Text role="status">{words.pausing}</Text>}
      {isPaused && keys.length > 0 && <PausedBar />}
      <CutOff rows={running ? cutOff : []} />
      {unchecked > 0 && <Text role="status">{words.checking({ count: unchecked })}</Text>}
      <HiddenText live>{saidOf(live, isOpen, waits)}</HiddenText>
      <div className={styles.cards}>
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
      {isOpen && <ScanField batchId={id} nextRow={first?.id} isPaused={isPaused} />}
      {noted !== null && <NoteDialog batchId={id} row={noted} onClose={() => setNoted(null)} />}
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
