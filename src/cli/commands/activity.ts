import { type Command, InvalidArgumentError, Option } from 'commander';
import {
  type ActivityEntry,
  type ActivityFilter,
  type ActivityHead,
  type ActivityKind,
  type ActivityResult,
  activityKinds,
  activityResults,
  headFromText,
  headText,
} from '../../contract/activity/schema.ts';
import { keyWords, kindWords, resultWords } from '../../contract/activity/words.ts';
import { wordsFor } from '../../contract/errors/words.ts';
import { commas, wordsOf } from '../../words/say.ts';
import { notInRange, notPositive, parseEnd, parseStart } from '../arguments.ts';
import { exportFormat } from '../exportFile.ts';
import { noRows } from '../noRows.ts';
import { print, printFailure } from '../output.ts';
import { withCore } from '../session.ts';
import { listTable } from '../table.ts';
import { writeTo } from '../writeTo.ts';

const words = wordsOf('commands').activity;

interface FilterOptions {
  kind?: ActivityKind[];
  user?: string;
  key?: string;
  result?: ActivityResult;
  since?: string;
  until?: string;
  text?: string;
}

/** Adds `keydesk activity list`, `verify` and `export`. */
export function addActivity(program: Command): void {
  const activity = program.command('activity').description(words.description);

  withFilter(activity.command('list').description(words.list))
    .option('--limit <count>', wordsOf('commandLine').limit500, parseLimit, 50)
    .option('--before <number>', words.before, parsePlace)
    .action((options: FilterOptions & { limit: number; before?: number }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { limit, before } = options;
        const query = { ...filterOf(options), limit, ...(before === undefined ? {} : { before }) };
        const page = await client.activity.list(query);
        print(json, { ok: true, ...page }, () => [
          ...(page.entries.length === 0
            ? [noRows(command, words.none)]
            : listTable(words.headings, page.entries.map(row))),
          ...(page.next === undefined ? [] : [words.older({ next: page.next })]),
        ]);
      }),
    );

  activity
    .command('verify')
    .description(words.verify)
    .option('--noted <head>', words.noted, parseHead)
    .option('--accept', words.accept)
    .action((options: { noted?: ActivityHead; accept?: true }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { noted, accept = false } = options;
        const request = noted === undefined ? {} : { noted };
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
      }),
    );

  withFilter(activity.command('export').description(words.export))
    .requiredOption('--to <file>', wordsOf('commandLine').toFile)
    .action((options: FilterOptions & { to: string }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        exportFormat(options.to, undefined, ['jsonl']);
        const lines = await writeTo(options.to, await client.activity.export(filterOf(options)));
        print(json, { ok: true, file: options.to, entries: lines }, () => [words.exported({ count: lines })]);
      }),
    );
}

function withFilter(command: Command): Command {
  return command
    .addOption(new Option('--kind <kind...>', words.kind).choices(activityKinds))
    .option('--user <user>', words.user)
    .option('--key <key>', words.key)
    .addOption(new Option('--result <result>', words.result).choices(activityResults))
    .option('--since <time>', wordsOf('commandLine').since, parseStart)
    .option('--until <time>', wordsOf('commandLine').until, parseEnd)
    .option('--text <text>', words.text);
}

function filterOf({ kind, user, key, result, since, until, text }: FilterOptions): ActivityFilter {
  return {
    ...(kind === undefined ? {} : { kinds: kind }),
    ...(user === undefined ? {} : { users: [user] }),
    ...(key === undefined ? {} : { key }),
    ...(result === undefined ? {} : { result }),
    ...(since === undefined ? {} : { from: since }),
    ...(until === undefined ? {} : { to: until }),
    ...(text === undefined ? {} : { text }),
  };
}

function row(entry: ActivityEntry): string[] {
  const { seq, at, kind, result, actor, user, cause } = entry;
  const about = [user.userPrincipalName ?? user.id, keyWords(entry)].filter(text => text !== null);
  const ended =
    cause === null
      ? resultWords(result)
      : words.failed({ result: resultWords(result), message: wordsFor(cause).message });
  return [String(seq), at, kindWords(kind), ended, commas(about), actor.name];
}

function parseLimit(text: string): number {
  const limit = parsePlace(text);
  if (limit > 500) throw notInRange(1, 500);
  return limit;
}

function parsePlace(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw notPositive();
  return Number(text);
}

function parseHead(text: string): ActivityHead {
  const head = headFromText(text);
  if (head === undefined) throw new InvalidArgumentError(wordsOf('usageErrors').giveHead);
  return head;
}
