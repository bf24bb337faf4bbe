import type { Command } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import type { RecordJoined, RecordState, RecordUpgraded } from '../../contract/record/schema.ts';
import { MAX_PEM_FILE } from '../../contract/text/pem.ts';
import { timeText } from '../../contract/text/times.ts';
import { decodePem } from '../../main/base/decodeText.ts';
import { readWithin } from '../../main/base/readAtMost.ts';
import { wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { defined } from '../defined.ts';
import { print } from '../output.ts';
import { readPin } from '../pinInput.ts';
import { table } from '../table.ts';
import { flag, type Given, needed, text } from '../takes.ts';

const words = wordsOf('commands').record;

/** Adds `keydesk record show`, `create`, `join`, `check`, `upgrade`, `roles` and `leave`. */
export function addRecord(program: Command): void {
  const record = program.command('record').description(words.description);

  addCommand(record, 'show', words.show, {}, async ({ client, json }) => {
    const { url, ...state } = await client.record.show();
    print(json, { ok: true, record: { ...state, url } }, () => stateLines({ ...state, url }));
  });

  addCommand(record, 'create', words.create, { takes: takesRecord() }, async ({ client, json, signal }, given) => {
    const made = await client.record.create(await requestOf(given, signal));
    print(json, { ok: true, ...made }, () => [words.created({ rows: made.rows }), words.restart]);
  });

  addCommand(record, 'join', words.join, { takes: takesRecord() }, async ({ client, json, signal }, given) => {
    const joined = await client.record.join(await requestOf(given, signal));
    print(json, { ok: true, ...joined }, () => [...joinedLines(joined), words.restart]);
  });

  addCommand(record, 'check', words.check, {}, async ({ client, json }) => {
    const { revision, rows, differences } = await client.record.check();
    const [first] = differences;
    if (first !== undefined && !json) throw new KeydeskError('record-unequal', { ...first });
    print(json, { ok: first === undefined, revision, rows, differences }, () => [words.equal({ rows, revision })]);
    if (first !== undefined) process.exitCode = 1;
  });

  addCommand(record, 'upgrade', words.upgrade, { takes: takesOwner() }, async ({ client, json, signal }, given) => {
    const upgraded = await client.record.upgrade(await signInOf(given, signal));
    print(json, { ok: true, ...upgraded }, () => upgradedLines(upgraded));
  });

  addCommand(record, 'roles', words.roles, {}, async ({ client, json }) => {
    const { sql } = await client.record.roles();
    print(json, { ok: true, sql }, () => sql.trimEnd().split('\n'));
  });

  addCommand(record, 'leave', words.leave, {}, async ({ client, json }) => {
    const { left } = await client.record.leave();
    print(json, { ok: true, left }, () => [words.left, words.restart]);
  });
}

function takesRecord() {
  return {
    url: needed('<url>', words.url),
    passwordStdin: flag(words.passwordStdin),
    ca: text('<file>', words.ca),
    name: text('<name>', words.name),
  };
}

function takesOwner() {
  return {
    url: text('<url>', words.ownerUrl),
    passwordStdin: flag(words.passwordStdin),
    ca: text('<file>', words.ca),
  };
}

async function requestOf({ url, name, ...rest }: Given<ReturnType<typeof takesRecord>>, signal: AbortSignal) {
  return { ...(await signInOf(rest, signal)), ...defined({ name }), url };
}

async function signInOf({ url, passwordStdin, ca }: Given<ReturnType<typeof takesOwner>>, signal: AbortSignal) {
  // SECURITY: other users of the computer can read arguments, so the password comes by standard input.
  const password = passwordStdin === true ? await readPin(process.stdin, signal) : undefined;
  return defined({ url, password, ca: ca === undefined ? undefined : pemOf(ca) });
}

function pemOf(file: string): string {
  try {
    return decodePem(readWithin(file, MAX_PEM_FILE));
  } catch (cause) {
    throw new KeydeskError('certificate-unreadable', { file }, { cause });
  }
}

function joinedLines({ own, added, known }: RecordJoined): string[] {
  const left = own - added - known;
  return [
    words.joined,
    ...(own === 0 ? [] : [words.merged({ added, known })]),
    ...(left === 0 ? [] : [words.unmerged({ count: left })]),
  ];
}

function upgradedLines({ from, to, writesFrom, rows, ungranted }: RecordUpgraded): string[] {
  if (from === to) return [words.upToDate({ version: to })];
  return [
    words.upgraded({ from, to, rows }),
    writesFrom < to ? words.olderWrite : words.olderRead,
    ...(ungranted.length === 0 ? [] : [words.ungranted({ tables: ungranted.join(', ') })]),
  ];
}

function stateLines(state: RecordState): string[] {
  const { kind, url, reachable, trouble, versions, desks, behind, asOf, waiting, unmerged } = state;
  if (kind === 'embedded') return [words.embedded];
  const facts = table([
    [words.at, url ?? ''],
    [words.state, stateOf(state)],
    ...(reachable && trouble !== null ? [['', wordsFor(trouble, 'command').next ?? '']] : []),
    ...(versions === null ? [] : [[words.version, words.versions(versions)]]),
    ...(asOf === null ? [] : [[words.asOf, timeText(asOf)]]),
    ...(behind === null ? [] : [['', words.behind({ count: behind })]]),
    ...(waiting === 0 ? [] : [['', words.waiting({ count: waiting })]]),
    ...(unmerged === 0 ? [] : [['', words.unmerged({ count: unmerged })]]),
  ]);
  if (desks.length === 0) return facts;
  const rows = desks.map(({ name, lastSeen, isThis, version, standing }) => [
    isThis ? words.thisDesk({ name }) : name,
    timeText(lastSeen),
    String(version),
    words.standing({ standing }),
  ]);
  return [...facts, '', ...table([[words.desk, words.lastSeen, words.version, ''], ...rows])];
}

function stateOf({ reachable, trouble }: RecordState): string {
  if (trouble === null) return words.reachable;
  return reachable ? words.onlyRead({ message: trouble.message }) : words.away({ message: trouble.message });
}
