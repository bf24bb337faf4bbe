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
import { parseEnd, parseStart } from '../arguments.ts';
import { exportFormat } from '../exportFile.ts';
import { noRows } from '../noRows.ts';
import { print, printFailure } from '../output.ts';
import { withCore } from '../session.ts';
import { listTable } from '../table.ts';
import { writeTo } from '../writeTo.ts';

interface FilterOptions {
  kind?: ActivityKind[];
  user?: string;
  key?: string;
  result?: ActivityResult;
  since?: string;
  until?: string;
  text?: string;
}

/** `keydesk activity list`, `verify` and `export`. */
export function addActivity(program: Command): void {
  const activity = program
    .command('activity')
    .description('the log of every change: who, what, when, and how it ended');

  withFilter(activity.command('list').description('list entries, newest first'))
    .option('--limit <count>', 'at most so many, up to 500', parseLimit, 50)
    .option('--before <number>', 'only entries before this one: the next page', parsePlace)
    .action((options: FilterOptions & { limit: number; before?: number }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        const { limit, before } = options;
        const query = { ...filterOf(options), limit, ...(before === undefined ? {} : { before }) };
        const page = await client.activity.list(query);
        print(json, { ok: true, ...page }, () => [
          ...(page.entries.length === 0
            ? [noRows(command, 'Nothing is recorded.')]
            : listTable(HEADINGS, page.entries.map(row))),
          ...(page.next === undefined ? [] : [`(older ones: --before ${page.next})`]),
        ]);
      }),
    );

  activity
    .command('verify')
    .description('look for entries that were altered, removed or reordered')
    .option('--noted <head>', 'COUNT:HASH of an earlier verify; the log must still have it', parseHead)
    .option('--accept', 'write the record of the end again where it is missing or damaged, and note that in the log')
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
            `Whole: ${head.count} entries.`,
            `Head: ${headText(head)}`,
            'Note the head in another place. Given to --noted later, it shows whether the log was cut or rewritten.',
          ]);
          return;
        }
        process.exitCode = 1;
        printFailure(json, failure, { head });
      }),
    );

  withFilter(activity.command('export').description('write entries to a file as JSON lines, oldest first'))
    .requiredOption('--to <file>', 'the file; one that is there already is kept')
    .action((options: FilterOptions & { to: string }, command: Command) =>
      withCore(command, {}, async ({ client, json }) => {
        exportFormat(options.to, undefined, ['jsonl']);
        const lines = await writeTo(options.to, await client.activity.export(filterOf(options)));
        print(json, { ok: true, file: options.to, entries: lines }, () => [`${lines} entries written.`]);
      }),
    );
}

function withFilter(command: Command): Command {
  return command
    .addOption(new Option('--kind <kind...>', 'only of these kinds').choices(activityKinds))
    .option('--user <user>', 'of this user: object id or user principal name')
    .option('--key <key>', 'of this key: serial number, AAGUID or key id')
    .addOption(new Option('--result <result>', 'that ended so').choices(activityResults))
    .option('--since <time>', 'from this day or moment on (ISO 8601)', parseStart)
    .option('--until <time>', 'up to the end of this day, or before this moment (ISO 8601)', parseEnd)
    .option('--text <text>', 'with this text in names, ids, cause or facts');
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

const HEADINGS = ['Number', 'Time', 'What', 'Result', 'About', 'By'];

function row(entry: ActivityEntry): string[] {
  const { seq, at, kind, result, actor, user, cause } = entry;
  const about = [user.userPrincipalName ?? user.id, keyWords(entry)].filter(text => text !== null);
  const ended = cause === null ? resultWords(result) : `${resultWords(result)}: ${wordsFor(cause).message}`;
  return [String(seq), at, kindWords(kind), ended, about.join(', '), actor.name];
}

function parseLimit(text: string): number {
  const limit = parsePlace(text);
  if (limit > 500) throw new InvalidArgumentError('Give a number from 1 to 500.');
  return limit;
}

function parsePlace(text: string): number {
  if (!/^[1-9]\d{0,14}$/.test(text)) throw new InvalidArgumentError('Give a whole number from 1 on.');
  return Number(text);
}

function parseHead(text: string): ActivityHead {
  const head = headFromText(text);
  if (head === undefined) throw new InvalidArgumentError('Give COUNT:HASH, as verify printed it.');
  return head;
}
