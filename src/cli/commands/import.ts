import { setTimeout as delay } from 'node:timers/promises';
import { type Command, InvalidArgumentError } from 'commander';
import type { ImportEvent } from '../../contract/directory/schema.ts';
import { refusedWords, waitText } from '../../contract/directory/words.ts';
import { waitWords } from '../../contract/enrollment/waitWords.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { duration, wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { allowAnotherAnswer, errorObject, print, printFailure, tell as tellLine, tellProgress } from '../output.ts';
import type { Session } from '../session.ts';
import { flag, parsed } from '../takes.ts';

const words = wordsOf('commands').import;

type ImportEnd = Exclude<ImportEvent, { kind: 'progress' }>;

const MINUTE = 60_000;

/** Adds `keydesk import`: users and groups from Microsoft Entra ID. */
export function addImport(program: Command): void {
  const takes = { full: flag(words.full), watch: parsed('<minutes>', words.watch, parseMinutes) };
  addCommand(program, 'import', words.description, { takes, cleansUp: true }, async (session, { full, watch }) => {
    for (let all = full === true; ; all = false) {
      const end = await importOnce(session, all);
      allowAnotherAnswer();
      tell(session, end);
      process.exitCode = end.kind === 'done' || (end.kind === 'stopped' && watch !== undefined) ? 0 : 1;
      if (watch === undefined || session.signal.aborted) return;
      // Only Ctrl-C ends the wait early. The next line checks for that.
      await delay(watch * MINUTE, undefined, { signal: session.signal }).catch(() => undefined);
      if (session.signal.aborted) return;
    }
  });
}

async function importOnce({ client, json, signal }: Session, full: boolean): Promise<ImportEnd> {
  const shown = process.stderr.isTTY && !json;
  for await (const event of await client.directory.import({ full }, { signal })) {
    if (event.kind !== 'progress') {
      // Handles the new users in workflows, because this command may be the only running Keydesk.
      if (event.kind === 'done') await client.workflows.work();
      if (shown) tellProgress('');
      return event;
    }
    if (shown) tellProgress(progress(event));
    else if (event.waits !== null) tellLine(pause(event.waits));
  }
  throw new KeydeskError('cancelled');
}

function tell({ json }: Session, end: ImportEnd): void {
  switch (end.kind) {
    case 'done':
      return tellDone(json, end);
    case 'stopped':
      if (json) return print(json, stopped(end), () => []);
      return [words.stopped({ summary: summary(end) }), words.continues].forEach(tellLine);
    case 'failed':
      return printFailure(json, end.failure, { ...end.counts });
  }
}

/** Unreadable entries do not fail the import, but the person must know about them. */
function tellDone(json: boolean, end: Extract<ImportEnd, { kind: 'done' }>): void {
  const { full, counts, seconds } = end;
  const refused = end.refused.map(({ phase, failure }) => ({ phase, error: errorObject(failure) }));
  print(json, { ok: true, full, ...counts, seconds, refused }, () => [summary(end)]);
  for (const { message, next } of end.refused.map(part => refusedWords(part, 'command')))
    [message, next].forEach(tellLine);
}

function stopped({ counts }: ImportEnd): object {
  return { ok: false, error: errorObject({ code: 'cancelled', params: {} }), ...counts };
}

type Progress = Extract<ImportEvent, { kind: 'progress' }>;

function pause({ until, reason }: NonNullable<Progress['waits']>): string {
  const wait = waitText((Date.parse(until) - Date.now()) / 1000);
  return words.pause({ reason: waitWords[reason], wait });
}

function progress(event: Progress): string {
  const { phase, counts, perSecond, secondsLeft, waits } = event;
  if (waits !== null) return pause(waits);
  const count = {
    users: counts.new + counts.changed,
    groups: counts.memberships,
    registrations: counts.registrations,
  }[phase];
  const left = secondsLeft === null ? null : duration(secondsLeft);
  return words[phase]({ count, rate: Math.round(perSecond), left });
}

function summary({ counts }: ImportEnd): string {
  const { new: added, changed, left: removed, groups, memberships } = counts;
  return words.summary({ added, changed, removed, groups, memberships });
}

function parseMinutes(text: string): number {
  const minutes = Number(text);
  if (!(minutes > 0 && minutes <= 24 * 60)) throw new InvalidArgumentError(wordsOf('usageErrors').giveMinutes);
  return minutes;
}
