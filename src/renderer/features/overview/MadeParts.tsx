import type { Overview } from '../../../contract/overview/schema.ts';
import { locale } from '../../../words/say.ts';
import { strings } from '../../strings.ts';
import { formatDay } from '../../ui/display/formatDate.ts';
import type { Column } from '../../ui/table/columns.ts';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { Beside } from './Beside.tsx';
import { Chart } from './Chart.tsx';
import { CountLink } from './CountLink.tsx';
import { madeHref } from './links.ts';

const words = strings.overview;

type Week = Overview['weeks'][number];

/** Keys made per day and per week. The newest row of a table is the first. */
export function MadeParts({ overview: { days, weeks } }: { overview: Overview }) {
  const ofDays = days.map(({ day, keys }) => ({ from: day, to: day, keys }));
  return (
    <>
      <Made
        title={words.perDay}
        hint={words.madeHint}
        head={() => words.day}
        rows={ofDays}
        text={words.dayChart(sums(ofDays))}
      />
      <Made title={words.perWeek} head={() => words.week} rows={weeks} text={words.weekChart(sums(weeks))} />
    </>
  );
}

function Made(props: { title: string; hint?: string; head: () => string; rows: readonly Week[]; text: string }) {
  const { title, hint, head, rows, text } = props;
  const columns: readonly Column<Week>[] = [
    { header: head, cell: spanText },
    {
      header: () => words.keys,
      width: '96px',
      cell: row => <CountLink count={row.keys} href={madeHref(row.from, row.to)} name={spanText(row)} />,
    },
  ];
  const bars = rows.map(({ from, keys }) => ({ name: shortDay(from), value: keys, of: keys }));
  return (
    <Beside title={title} hint={hint} chart={<Chart kind="columns" text={text} bars={bars} />}>
      <ListTable compact label={title} columns={columns} rows={rows.toReversed()} keyOf={({ from }) => from} />
    </Beside>
  );
}

function sums(rows: readonly Week[]): { total: number; most: number } {
  const numbers = rows.map(({ keys }) => keys);
  return { total: numbers.reduce((sum, keys) => sum + keys, 0), most: Math.max(0, ...numbers) };
}

/** A day without a time zone is that of this computer, as the core has counted it. */
function localDay(day: string): string {
  return `${day}T00:00`;
}

function spanText({ from, to }: Week): string {
  const [first, last] = [formatDay(localDay(from)) ?? from, formatDay(localDay(to)) ?? to];
  return from === to ? first : words.weekFrom({ from: first, to: last });
}

/** Returns a day that fits below a bar. */
function shortDay(day: string): string {
  return new Intl.DateTimeFormat(locale(), { day: 'numeric', month: 'numeric' }).format(new Date(localDay(day)));
}
