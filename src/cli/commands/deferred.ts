import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type BatchFile, existingKeyChoices, MAX_FILE } from '../../contract/batches/schema.ts';
import { CHALLENGE_DAYS, type DeferredEvent, type ShownPackage } from '../../contract/deferred/schema.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { readAtMost } from '../../main/base/readAtMost.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { wholeFrom } from '../arguments.ts';
import { defined } from '../defined.ts';
import { print, printOnce, tell } from '../output.ts';
import { canAsk } from '../pinInput.ts';
import type { Session } from '../session.ts';
import { flag, type Given, needed, notWith, oneOf, parsed, text, texts } from '../takes.ts';
import { refuseEmpty, unreadLines } from './batchRows.ts';
import { lockOf, packageOf, takesPackage } from './deferredLock.ts';
import { MakingDesk } from './deferredMake.ts';
import { dayOf, packageLines, printedPackage } from './deferredRows.ts';

const words = wordsOf('deferredCommands');

/** Adds `keydesk deferred …`: keys that are made without a network. */
export function addDeferred(program: Command): void {
  const deferred = program.command('deferred').description(words.description);
  addCommand(deferred, 'fetch', words.fetch, { takes: takesFetch(), recover: true, cleansUp: true }, fetch);
  const make = { takes: { ...takesPackage(), key: texts('<key...>', words.key) }, cleansUp: true };
  addCommand(deferred, 'make', words.make, make, makeKeys);
  addCommand(deferred, 'upload', words.upload, { takes: takesPackage(), recover: true, cleansUp: true }, upload);
  addCommand(deferred, 'show', words.show, { takes: takesPackage() }, async (session, options) => {
    const shown = await session.client.deferred.show(await packageOf(options, session.signal));
    print(session.json, { ok: true, ...printedPackage(shown) }, () => packageLines(shown));
  });
}

function takesFetch() {
  return {
    users: text('<file>', words.users),
    to: needed('<file>', words.to),
    days: parsed('<days>', words.days, wholeFrom(CHALLENGE_DAYS.min, CHALLENGE_DAYS.max)),
    profile: text('<profile>', words.profile),
    existing: oneOf('<what>', words.existing, existingKeyChoices),
    name: text('<name>', words.name),
    passphraseStdin: flag(words.passphraseStdin),
    recipient: notWith('passphraseStdin', texts('<certificate...>', words.recipient)),
  };
}

type FetchOptions = Given<ReturnType<typeof takesFetch>>;

async function fetch(session: Session, options: FetchOptions): Promise<void> {
  const { client, signal, json } = session;
  const { users, to, days, profile, existing, name } = options;
  const lock = await lockOf(options.recipient, options.passphraseStdin, signal);
  const { rows, unread } = users === undefined ? { rows: undefined, unread: [] } : await readUsers(session, users);
  const source = rows && ({ kind: 'rows', rows } as const);
  const request = { file: resolve(to), ...defined({ source, lock, days, profile, existing, name }) };
  const shown = await endOf(await client.deferred.fetch(request, { signal }), () => undefined);
  const { counts, expiresAt } = shown.package;
  const count = counts.fetched + counts.making + counts.made + counts.uploaded + counts.failed;
  const ok = count > 0;
  if (!ok) process.exitCode = 1;
  const said = ok ? words.fetched({ count, until: dayOf(expiresAt) }) : words.fetchedNone;
  const printed = printedPackage(shown);
  // A new package without rows is not written.
  const named = existsSync(request.file) ? printed : { ...printed, package: { ...printed.package, file: null } };
  print(json, { ok, ...named, unread }, () => [...packageLines(shown), ...unreadLines(unread), '', said]);
}

/** @throws KeydeskError batch-file-unreadable, batch-empty */
async function readUsers({ client, json }: Session, file: string): Promise<BatchFile> {
  const bytes = await readAtMost(file, MAX_FILE).catch((cause: unknown) => {
    throw new KeydeskError('batch-file-unreadable', { file }, { cause });
  });
  const read = await client.batches.read({ content: bytes.toString('base64') });
  if (read.rows.length > 0) return read;
  refuseEmpty(json, read.unread);
}

async function makeKeys(
  session: Session,
  options: Given<ReturnType<typeof takesPackage>> & { readonly key?: readonly string[] | undefined },
): Promise<void> {
  const { client, signal, json } = session;
  const ref = await packageOf(options, signal);
  const { practice } = await client.system.info();
  if (practice) await client.practice.insertFresh();
  const desk = new MakingDesk(session, practice);
  const ended = new AbortController();
  const both = AbortSignal.any([signal, ended.signal]);
  const request = { ...ref, interactive: canAsk(), ...defined({ keys: options.key && [...options.key] }) };
  const events = await client.deferred.make(request, { signal: both });
  // At the end of the rows the stream goes on, because a window may still wait for keys to be taken out.
  const shown = await endOf(events, async event => {
    if (await desk.follow(event)) ended.abort();
  });
  const { counts } = shown.package;
  const waiting = counts.fetched + counts.making;
  const [made, failed] = [counts.made + counts.uploaded, counts.failed];
  const ok = waiting === 0 && failed === 0 && !signal.aborted;
  if (!ok) process.exitCode = 1;
  print(json, { ok, made, failed, skipped: 0, ...printedPackage(shown) }, () => [
    ...packageLines(shown),
    '',
    words.made({ made, failed, waiting }),
  ]);
}

async function upload(session: Session, options: Given<ReturnType<typeof takesPackage>>): Promise<void> {
  const { client, signal, json } = session;
  const ref = await packageOf(options, signal);
  let pinsLast = true;
  const shown = await endOf(await client.deferred.upload(ref, { signal }), event => {
    if (event.type === 'row' && event.row.error !== null) tell(wordsFor(event.row.error, 'command').message);
    if (event.type === 'ended') pinsLast = event.pinsLast;
  });
  const { counts, batch } = shown.package;
  const [uploaded, failed] = [counts.uploaded, counts.failed];
  const skipped = counts.fetched + counts.making + counts.made;
  const pins = pinsLast ? new Map<string, string>() : await shownPins(session, batch.id, shown);
  if (failed > 0) process.exitCode = 1;
  const answer = {
    ok: failed === 0,
    made: uploaded,
    failed,
    skipped,
    batch,
    ...printedPackage(shown),
    ...(pins.size === 0 ? {} : { pins: Object.fromEntries(pins) }),
  };
  const lines = () => [
    ...packageLines(shown),
    '',
    words.uploaded({ uploaded, failed }),
    words.batch({ id: batch.id }),
    ...[...pins].map(([user, pin]) => wordsOf('batchCommands').pinOf({ user, pin })),
  ];
  if (pins.size === 0) print(json, answer, lines);
  else await printOnce(json, answer, lines);
}

/** Returns the PINs that this Keydesk cannot keep, by user: they are shown once. SECURITY: the package keeps them as well. */
async function shownPins({ client }: Session, id: string, { rows }: ShownPackage): Promise<Map<string, string>> {
  const pins = new Map<string, string>();
  const { rows: kept } = await client.batches.rows({ id, limit: 1000 });
  for (const { id: rowId, pinKept, user, typed } of kept) {
    if (!pinKept || !rows.some(row => row.id === rowId)) continue;
    const { pin } = await client.batches.showPin({ id, rowId });
    pins.set(user?.userPrincipalName ?? typed, pin);
  }
  return pins;
}

/** Follows a stream to its end. @throws KeydeskError why it failed */
async function endOf(
  events: AsyncIterable<DeferredEvent>,
  follow: (event: DeferredEvent) => Promise<void> | void,
): Promise<ShownPackage> {
  for await (const event of events) {
    if (event.type === 'warning') tell(wordsFor(event.warning, 'command').message);
    if (event.type === 'failed') throw new KeydeskError(event.failure.code, event.failure.params);
    await follow(event);
    if (event.type === 'ended') return event;
  }
  throw new KeydeskError('cancelled');
}
