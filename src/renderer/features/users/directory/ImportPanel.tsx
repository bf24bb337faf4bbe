import {
  Button,
  MenuItem,
  MessageBar,
  MessageBarActions,
  MessageBarBody,
  MessageBarTitle,
  makeStyles,
  ProgressBar,
  Text,
  tokens,
} from '@fluentui/react-components';
import { PeopleSyncRegular } from '@fluentui/react-icons';
import type { DirectoryState, ImportEvent, RefusedPhase } from '../../../../contract/directory/schema.ts';
import { refusedWords, waitText } from '../../../../contract/directory/words.ts';
import type { WaitReason } from '../../../../contract/enrollment/waits.ts';
import { waitWords } from '../../../../contract/enrollment/waitWords.ts';
import { duration } from '../../../../words/say.ts';
import { strings } from '../../../strings.ts';
import { DismissButton } from '../../../ui/actions/DismissButton.tsx';
import { MoreMenu } from '../../../ui/actions/MoreMenu.tsx';
import { FailureMessage } from '../../../ui/display/FailureMessage.tsx';
import { formatDate } from '../../../ui/display/formatDate.ts';
import { QuietText } from '../../../ui/display/QuietText.tsx';
import { useSecondsUntil } from '../../../ui/display/useSecondsUntil.ts';
import { Row } from '../../../ui/page/Row.tsx';
import { useImport } from './ImportProvider.tsx';

const words = strings.directory;

const useStyles = makeStyles({
  panel: { display: 'contents' },
  progress: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalXS },
});

/** Starts an import, shows its progress and its end, and the age of the imported users. */
export function ImportPanel({ state }: { state: DirectoryState }) {
  const styles = useStyles();
  const { running, last, start, stop } = useImport();
  const imported = state.usersAt !== null;
  return (
    <div data-frame="" className={styles.panel}>
      <Row>
        {running ? <Button onClick={stop}>{words.stop}</Button> : <ImportButton imported={imported} onStart={start} />}
        <QuietText size={200}>
          {state.usersAt === null
            ? words.notImported
            : words.asOf({ time: formatDate(state.usersAt) ?? state.usersAt })}
          {!running && notes(state)}
        </QuietText>
      </Row>
      {running && last?.kind === 'progress' && <Progress event={last} />}
      {running && last?.kind !== 'progress' && <ProgressBar aria-label={words.import} />}
      {!running && !overElsewhere(last, state) && <Ended event={last} />}
      {!running && last === null && state.failure !== null && (
        <FailureMessage intent="warning" failure={state.failure} onRetry={() => start(false)} />
      )}
      {!running && state.refused.map(part => <Refused key={part.phase} part={part} />)}
    </div>
  );
}

/** Returns whether an import here failed because another one was running, which has ended since. */
function overElsewhere(event: ImportEvent | null, { unfinished }: DirectoryState): boolean {
  return event?.kind === 'failed' && event.failure.code === 'import-running' && !unfinished;
}

function notes({ importing, unfinished }: DirectoryState): string {
  if (importing) return ` ${words.importing}`;
  return unfinished ? ` ${words.unfinished}` : '';
}

function ImportButton({ imported, onStart }: { imported: boolean; onStart: (full: boolean) => void }) {
  if (!imported) {
    return (
      <Button appearance="primary" icon={<PeopleSyncRegular />} onClick={() => onStart(false)}>
        {words.import}
      </Button>
    );
  }
  return (
    <>
      <Button icon={<PeopleSyncRegular />} onClick={() => onStart(false)}>
        {words.importAgain}
      </Button>
      <MoreMenu label={words.importMore}>
        <MenuItem onClick={() => onStart(true)}>{words.importFull}</MenuItem>
      </MoreMenu>
    </>
  );
}

function Progress({ event }: { event: Extract<ImportEvent, { kind: 'progress' }> }) {
  const styles = useStyles();
  const { phase, counts, perSecond, secondsLeft, waits } = event;
  const read = {
    users: counts.new + counts.changed,
    groups: counts.memberships,
    registrations: counts.registrations,
  }[phase];
  const told = words.phases[phase]({ read: words.read[phase]({ count: read }) });
  const left = secondsLeft === null ? null : duration(secondsLeft);
  return (
    <div className={styles.progress}>
      <ProgressBar aria-label={words.import} />
      {waits !== null && <Waiting {...waits} />}
      <Text size={200} aria-live="polite">
        {words.progress({ phase: told, rate: Math.round(perSecond), left })}
      </Text>
    </div>
  );
}

/** A part of the directory that the last import could not read because of a missing license or permission. */
function Refused({ part }: { part: RefusedPhase }) {
  const { message, next } = refusedWords(part);
  return (
    <MessageBar intent="warning" layout="multiline" role="status">
      <MessageBarBody>
        <MessageBarTitle>{message}</MessageBarTitle> {next}
      </MessageBarBody>
    </MessageBar>
  );
}

/** The time until the import continues. Its role keeps screen readers from reading it out every second. */
function Waiting({ until, reason }: { until: string; reason: WaitReason }) {
  const seconds = useSecondsUntil(until);
  return (
    <Text size={200} role="timer">
      {words.waiting({ reason: waitWords[reason], left: waitText(seconds) })}
    </Text>
  );
}

function Ended({ event }: { event: ImportEvent | null }) {
  const { dismiss, start } = useImport();
  if (event === null || event.kind === 'progress') return null;
  if (event.kind === 'failed') return <FailureMessage failure={event.failure} onRetry={() => start(false)} />;
  const { counts } = event;
  const done = event.kind === 'done';
  return (
    <MessageBar intent={done ? 'success' : 'info'} layout="multiline" role="status">
      <MessageBarBody>
        {done && <MessageBarTitle>{words.doneTitle}</MessageBarTitle>}
        {done ? doneText(counts) : words.stopped}
      </MessageBarBody>
      <MessageBarActions containerAction={<DismissButton onDismiss={dismiss} />} />
    </MessageBar>
  );
}

function doneText({ new: added, changed, left: removed }: Extract<ImportEvent, { kind: 'done' }>['counts']): string {
  return added + changed + removed === 0 ? words.unchanged : words.done({ added, changed, removed });
}
