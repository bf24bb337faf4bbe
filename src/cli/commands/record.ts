import type { Command } from 'commander';
import { KeydeskError } from '../../contract/errors/errors.ts';
import type { RecordState } from '../../contract/record/schema.ts';
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

/** Adds `keydesk record show`, `create`, `join`, `check`, `bring-back` and `leave`. */
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
    print(json, { ok: true, ...joined }, () => [words.joined, words.restart]);
  });

  addCommand(record, 'check', words.check, {}, async ({ client, json }) => {
    const { revision, rows, differences } = await client.record.check();
    const [first] = differences;
    if (first !== undefined && !json) throw new KeydeskError('record-unequal', { ...first });
    print(json, { ok: first === undefined, revision, rows, differences }, () => [words.equal({ rows, revision })]);
    if (first !== undefined) process.exitCode = 1;
  });

  addCommand(record, 'bring-back', words.bringBack, {}, async ({ client, json }) => {
    const { rows, refused, copy } = await client.record.bringBack();
    print(json, { ok: true, rows, refused, copy }, () => [
      words.broughtBack({ rows }),
      ...(refused === 0 ? [] : [words.refused({ count: refused })]),
      ...(copy === null ? [] : [words.copy({ file: copy })]),
    ]);
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

async function requestOf({ url, passwordStdin, ca, name }: Given<ReturnType<typeof takesRecord>>, signal: AbortSignal) {
  // SECURITY: other users of the computer can read arguments, so the password comes by standard input.
  const password = passwordStdin === true ? await readPin(process.stdin, signal) : undefined;
  return defined({ url, password, ca: ca === undefined ? undefined : pemOf(ca), name }) as { url: string };
}

function pemOf(file: string): string {
  try {
    return decodePem(readWithin(file, MAX_PEM_FILE));
  } catch (cause) {
    throw new KeydeskError('certificate-unreadable', { file }, { cause });
  }
}

function stateLines({ kind, url, reachable, trouble, desks, behind, asOf, waiting }: RecordState): string[] {
  if (kind === 'embedded') return [words.embedded];
  const facts = table([
    [words.at, url ?? ''],
    [words.state, reachable ? words.reachable : words.away({ message: trouble?.message ?? '' })],
    ...(asOf === null ? [] : [[words.asOf, timeText(asOf)]]),
    ...(behind === null ? [] : [['', words.behind({ count: behind })]]),
    ...(waiting === 0 ? [] : [['', words.waiting({ count: waiting })]]),
  ]);
  if (desks.length === 0) return facts;
  const rows = desks.map(({ name, lastSeen, isThis }) => [
    isThis ? words.thisDesk({ name }) : name,
    timeText(lastSeen),
  ]);
  return [...facts, '', ...table([[words.desk, words.lastSeen], ...rows])];
}
