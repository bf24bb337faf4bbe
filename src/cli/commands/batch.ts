import type { Command } from 'commander';
import { type BatchCreate, existingKeyChoices, MAX_FILE, type UnreadLine } from '../../contract/batches/schema.ts';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { readAtMost } from '../../main/base/readAtMost.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { print } from '../output.ts';
import type { Session } from '../session.ts';
import { flag, type Given, needed, notWith, oneOf, text, texts } from '../takes.ts';
import { addBatchFiles } from './batchFiles.ts';
import {
  allRows,
  batchesLines,
  batchLines,
  printedRow,
  refuseEmpty,
  rowIdsOf,
  rowLines,
  tellInPart,
  unreadLines,
} from './batchRows.ts';
import { addBatchRun } from './batchRun.ts';

const words = wordsOf('batchCommands');

/** Adds `keydesk batch …`: a key for each of many users. */
export function addBatch(program: Command): void {
  const batch = program.command('batch').description(words.description);
  const one = { takes: { id: needed('<id>', words.id) } };
  addCommand(batch, 'create', words.create, { takes: takesCreate(), check: checkSource }, createBatch);
  addCommand(batch, 'list', words.list, {}, async ({ client, json }) => {
    const batches = await client.batches.list();
    print(json, { ok: true, batches }, () => batchesLines(batches));
  });
  addCommand(batch, 'show', words.show, one, async (session, { id }) => {
    const found = await session.client.batches.get({ id });
    const rows = await allRows(session, id);
    const lines = () => [...batchLines(found), '', ...rowLines(rows)];
    print(session.json, { ok: true, batch: found, rows: rows.map(printedRow) }, lines);
  });
  addCommand(batch, 'check', words.check, { ...one, cleansUp: true }, async (session, { id }) => {
    const { checkedInPart } = await session.client.batches.check({ id }, { signal: session.signal });
    const rows = await allRows(session, id);
    const ok = checkedInPart === 0;
    if (!ok) process.exitCode = 1;
    tellInPart(rows);
    print(session.json, { ok, checkedInPart, rows: rows.map(printedRow) }, () => rowLines(rows));
  });
  addBatchRun(batch);
  addBatchFiles(batch);
  const retry = { takes: { ...one.takes, skipped: flag(words.skippedToo) } };
  addCommand(batch, 'retry', words.retry, retry, async ({ client, json }, { id, skipped = false }) => {
    const { rows } = await client.batches.retry({ id, states: skipped ? ['failed', 'skipped'] : ['failed'] });
    print(json, { ok: true, rows }, () => [words.retried({ count: rows })]);
  });
  const handedOver = { takes: { ...one.takes, line: texts('<line...>', words.lines) } };
  addCommand(batch, 'handed-over', words.handedOver, handedOver, async (session, { id, line }) => {
    const rowIds = await rowIdsOf(session, id, line);
    const { rows } = await session.client.batches.handedOverAll({ id, ...defined({ rowIds }) });
    print(session.json, { ok: true, rows }, () => [words.handedOverRows({ count: rows })]);
  });
  const remove = { takes: { ...one.takes, discardPins: flag(words.discardPins) } };
  addCommand(batch, 'delete', words.delete, remove, async ({ client, json }, { id, discardPins = false }) => {
    await client.batches.delete({ id, discardPins });
    print(json, { ok: true, id }, () => [words.deleted]);
  });
}

function takesCreate() {
  return {
    from: text('<file>', words.from),
    group: notWith('from', text('<id>', words.group)),
    pending: notWith('from', flag(words.pending)),
    profile: text('<profile>', words.profile),
    existing: oneOf('<what>', words.existing, existingKeyChoices),
    name: text('<name>', words.name),
  };
}

type CreateOptions = Given<ReturnType<typeof takesCreate>>;

/** @throws KeydeskError usage without a source */
function checkSource({ from, group, pending }: CreateOptions): void {
  if (from === undefined && group === undefined && pending !== true) {
    throw new KeydeskError('usage', { detail: 'batch-source' });
  }
}

async function createBatch(session: Session, { from, group, profile, existing, name }: CreateOptions): Promise<void> {
  const { client, json } = session;
  const { source, unread } = await sourceOf(session, from, group);
  const batch = await client.batches.create({ source, ...defined({ profile, existing, name }) });
  print(json, { ok: true, batch, rows: batch.rows, unread }, () => [
    words.created({ id: batch.id, count: batch.rows }),
    ...unreadLines(unread),
  ]);
}

async function sourceOf(
  { client, json }: Session,
  file: string | undefined,
  groupId: string | undefined,
): Promise<{ source: BatchCreate['source']; unread: UnreadLine[] }> {
  if (groupId !== undefined) return { source: { kind: 'group', groupId }, unread: [] };
  if (file === undefined) return { source: { kind: 'pending' }, unread: [] };
  const { rows, unread } = await client.batches.read({ content: (await bytesOf(file)).toString('base64') });
  if (rows.length === 0) refuseEmpty(json, unread);
  return { source: { kind: 'rows', rows }, unread };
}

/** @throws KeydeskError batch-file-unreadable */
async function bytesOf(file: string): Promise<Buffer> {
  try {
    return await readAtMost(file, MAX_FILE);
  } catch (cause) {
    throw new KeydeskError('batch-file-unreadable', { file }, { cause });
  }
}
