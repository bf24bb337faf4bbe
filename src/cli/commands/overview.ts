import type { Command } from 'commander';
import { type Overview, overviewFormats } from '../../contract/overview/schema.ts';
import {
  failedCauseWords,
  missingWords,
  pendingAgeWords,
  percentOf,
  stuckWords,
} from '../../contract/overview/words.ts';
import { timeText } from '../../contract/text/times.ts';
import { number, spokenLanguage, wordsOf } from '../../words/say.ts';
import { addCommand } from '../addCommand.ts';
import { exportFormat, printWritten } from '../exportFile.ts';
import { print } from '../output.ts';
import { listOr } from '../table.ts';
import { text } from '../takes.ts';
import { writeTo } from '../writeTo.ts';

const words = wordsOf('overviewCommand');

/** Adds `keydesk overview`. */
export function addOverview(program: Command): void {
  const takes = { to: text('<file>', words.to) };
  addCommand(program, 'overview', words.description, { takes }, async ({ client, json }, { to }) => {
    if (to !== undefined) {
      const format = exportFormat(to, undefined, overviewFormats);
      await writeTo(to, await client.overview.export({ format, language: spokenLanguage() }), 'base64');
      printWritten(json, to);
      return;
    }
    const overview = await client.overview.get();
    print(json, { ok: true, ...overview }, () => linesOf(overview));
  });
}

function linesOf(overview: Overview): string[] {
  const { imported, days, pending, failed, stuck, activations, stock, weeks } = overview;
  return [
    ...coverageLines(overview),
    ...(imported.usersAt === null ? [] : [words.importedAt({ time: timeText(imported.usersAt) })]),
    ...imported.missing.filter(part => part !== 'users').map(part => missingWords[part]),
    words.today({ activations: activations.count, made: days.at(-1)?.keys ?? 0, stock: stock.blank }),
    '',
    ...listOr(words.noneStuck, words.stuck, stuck.map(stuckRow)),
    '',
    ...listOr(
      words.noneFailed,
      words.failed,
      failed.map(({ code, count }) => [failedCauseWords(code), code ?? '', number(count)]),
    ),
    '',
    ...listOr(
      words.nonePending,
      words.pending,
      pending.map(({ age, count }) => [pendingAgeWords[age], number(count)]),
    ),
    '',
    ...listOr(
      '',
      words.byWeek,
      weeks.map(({ from, to, keys }) => [timeText(from), timeText(to), number(keys)]),
    ),
    ...coverageTables(overview),
  ];
}

function coverageLines({ coverage }: Overview): string[] {
  if (coverage === null) return [words.noCoverage];
  const { targeted, covered, unknown } = coverage;
  return [
    words.coverage({ covered, targeted, percent: percentOf(coverage) ?? 0 }),
    ...(unknown === 0 ? [] : [words.unknown({ count: unknown })]),
  ];
}

/** Returns the coverage by group and by department. Before the first import there is none. */
function coverageTables({ coverage, groups, departments }: Overview): string[] {
  if (coverage === null) return [];
  return [
    '',
    ...listOr(
      words.noGroups,
      words.byGroup,
      groups.map(group => [group.name, ...covered(group)]),
    ),
    '',
    ...listOr(
      words.noDepartments,
      words.byDepartment,
      departments.map(each => [each.department ?? words.noDepartment, ...covered(each)]),
    ),
  ];
}

function covered(counted: { targeted: number; covered: number }): string[] {
  const percent = percentOf(counted);
  return [number(counted.targeted), number(counted.covered), percent === null ? '' : `${number(percent)} %`];
}

function stuckRow({ kind, count }: Overview['stuck'][number]): string[] {
  const { title, advice } = stuckWords(kind);
  return [title, number(count), advice];
}
