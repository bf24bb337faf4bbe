import { type Command, InvalidArgumentError } from 'commander';
import {
  type ActivityEntry,
  type ActivityFilter,
  type ActivityHead,
  activityKinds,
  activityResults,
  headFromText,
  headText,
} from '../../contract/activity/schema.ts';
import { keyWords, kindWords, resultWords, subjectWords } from '../../contract/activity/words.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { timeText } from '../../contract/text/times.ts';
import { commas, wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { notInRange, parseEnd, parsePositive, parseStart } from '../arguments.ts';
import { defined } from '../defined.ts';
import { exportFormat } from '../exportFile.ts';
import { noRows, olderRows } from '../noRows.ts';
import { print, printFailure } from '../output.ts';
import { listOr } from '../table.ts';
import { flag, type Given, manyOf, needed, oneOf, parsed, text, withDefault } from '../takes.ts';
import { writeTo } from '../writeTo.ts';

const words = wordsOf('commands').activity;

/** Adds `keydesk activity list`, `verify` and `export`. */
export function addActivity(program: Command): void {
  const activity = program.command('activity').description(words.description);

  const takesList = {
    ...filterTakes(),
    limit: withDefault(parsed('<count>', wordsOf('commandLine').limit500, parseLimit), 50),
    before: parsed('<number>', words.before, parsePositive),
  };
  addCommand(activity, 'list', words.list, { takes: takesList }, async ({ client, json }, given, command) => {
    const { limit, before } = given;
    const query = { ...filterOf(given), limit, ...(before === undefined ? {} : { before }) };
    const page = await client.activity.list(query);
    print(json, { ok: true, ...page }, () => [
      ...listOr(noRows(command, words.none), words.headings, page.entries.map(row)),
      ...olderRows(page.next),
    ]);
  });

  const takesVerify = { noted: parsed('<head>', words.noted, parseHead), accept: flag(words.accept) };
  addCommand(activity, 'verify', words.verify, { takes: takesVerify }, async ({ client, json }, given) => {
    const { accept = false, ...request } = given;
    let { head, failure } = await client.activity.verify(request);
    if (accept && (failure?.code === 'activity-head-missing' || failure?.code === 'activity-head-damaged')) {
      await client.activity.acceptHead(head);
      ({ head, failure } = await client.activity.verify(request));
    }
    if (failure === null) {
      print(json, { ok: true, head }, () => [
        words.whole({ count: head.count }),
        words.head({ head: headText(head) }),
        words.noteHead,
      ]);
      return;
    }
    process.exitCode = 1;
    printFailure(json, failure, { head });
  });

  const takesExport = { ...filterTakes(), to: needed('<file>', wordsOf('commandLine').toFile) };
  addCommand(activity, 'export', words.export, { takes: takesExport }, async ({ client, json }, given) => {
    const { to } = given;
    exportFormat(to, undefined, ['jsonl']);
    const lines = await writeTo(to, await client.activity.export(filterOf(given)));
    print(json, { ok: true, file: to, entries: lines }, () => [words.exported({ count: lines })]);
  });
}

function filterTakes() {
  return {
    kind: manyOf('<kind...>', words.kind, activityKinds),
    user: text('<user>', words.user),
    key: text('<key>', words.key),
    result: oneOf('<result>', words.result, activityResults),
    since: parsed('<time>', wordsOf('commandLine').since, parseStart),
    until: parsed('<time>', wordsOf('commandLine').until, parseEnd),
    text: text('<text>', words.text),
  };
}

function filterOf({
  kind,
  user,
  key,
  result,
  since,
  until,
  text,
}: Given<ReturnType<typeof filterTakes>>): ActivityFilter {
  const users = user === undefined ? undefined : [user];
  return defined({ kinds: kind, users, key, result, from: since, to: until, text });
}

function row(entry: ActivityEntry): string[] {
  const { seq, at, kind, result, actor, user, cause } = entry;
  const about = [user.userPrincipalName ?? user.id, keyWords(entry), subjectWords(entry)].filter(text => text !== null);
  const ended =
    cause === null
      ? resultWords(result)
      : words.failed({ result: resultWords(result), message: wordsFor(cause, 'command').message });
  return [String(seq), timeText(at), kindWords(kind), ended, commas(about), actor.name];
}

function parseLimit(text: string): number {
  const limit = parsePositive(text);
  if (limit > 500) throw notInRange(1, 500);
  return limit;
}

function parseHead(text: string): ActivityHead {
  const head = headFromText(text);
  if (head === undefined) throw new InvalidArgumentError(wordsOf('usageErrors').giveHead);
  return head;
}
