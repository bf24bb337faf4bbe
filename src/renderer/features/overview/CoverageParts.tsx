import type { Overview } from '../../../contract/overview/schema.ts';
import { percentOf } from '../../../contract/overview/words.ts';
import { commas } from '../../../words/say.ts';
import { strings } from '../../strings.ts';
import { QuietText } from '../../ui/display/QuietText.tsx';
import type { RouteFilters } from '../../ui/page/route.ts';
import type { Column } from '../../ui/table/columns.ts';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { Beside } from './Beside.tsx';
import { Chart } from './Chart.tsx';
import { CountLink } from './CountLink.tsx';
import { departmentFilter, groupFilter, usersHref } from './links.ts';

const words = strings.overview;

/** Number of bars in a chart. The table has all rows. */
const MOST_BARS = 8;

interface Part {
  readonly id: string;
  readonly name: string;
  readonly targeted: number;
  readonly covered: number;
  readonly filters: RouteFilters;
}

/** Who has a security key: all targeted users, by group and by department. */
export function CoverageParts({ overview }: { overview: Overview }) {
  const { coverage, groups, departments, otherDepartments } = overview;
  if (coverage === null) return null;
  const all = { id: '', name: words.coverage, filters: {}, ...coverage };
  const byGroup = groups.map(group => ({ ...group, filters: groupFilter(group) }));
  const byDepartment = departments.map(each => {
    const name = each.department ?? words.noDepartment;
    return { ...each, id: name, name, filters: departmentFilter(each) };
  });
  return (
    <>
      <Beside
        title={words.coverage}
        hint={words.coverageHint}
        chart={
          <Chart
            kind="shares"
            text={words.coverageChart({ covered: coverage.covered, targeted: coverage.targeted })}
            bars={[barOf({ ...all, name: words.covered })]}
          />
        }
      >
        <ListTable compact label={words.coverage} columns={numberColumns} rows={[all]} keyOf={({ id }) => id} />
        {coverage.unknown > 0 && <QuietText size={200}>{words.unknownHint({ count: coverage.unknown })}</QuietText>}
      </Beside>
      {byGroup.length > 0 && (
        <CoverageBy
          title={words.byGroup}
          hint={words.byGroupHint}
          head={() => words.group}
          parts={byGroup}
          textOf={list => words.groupChart({ list })}
        />
      )}
      {byDepartment.length > 0 && (
        <CoverageBy
          title={words.byDepartment}
          hint={otherDepartments > 0 ? words.otherDepartments({ count: otherDepartments }) : undefined}
          head={() => words.department}
          parts={byDepartment}
          textOf={list => words.departmentChart({ list })}
        />
      )}
    </>
  );
}

function CoverageBy(props: {
  title: string;
  hint: string | undefined;
  head: () => string;
  parts: readonly Part[];
  textOf(list: string): string;
}) {
  const { title, hint, head, parts, textOf } = props;
  const shown = parts.slice(0, MOST_BARS);
  const text = textOf(commas(shown.map(part => words.item({ name: part.name, count: shareText(part) }))));
  return (
    <Beside title={title} hint={hint} chart={<Chart kind="shares" text={text} bars={shown.map(barOf)} />}>
      <ListTable
        compact
        label={title}
        columns={[{ header: head, width: '28%', cell: ({ name }) => name }, ...numberColumns]}
        rows={parts}
        keyOf={({ id }) => id}
      />
    </Beside>
  );
}

const numberColumns: readonly Column<Part>[] = [
  { header: () => words.targeted, cell: part => <PartLink part={part} which="targeted" name={words.targeted} /> },
  { header: () => words.covered, cell: part => <PartLink part={part} which="covered" name={words.covered} /> },
  { header: () => words.open, cell: part => <PartLink part={part} which="open" name={words.open} /> },
  { header: () => words.percent, width: '64px', cell: shareText },
];

function PartLink({ part, which, name }: { part: Part; which: 'targeted' | 'covered' | 'open'; name: string }) {
  const { targeted, covered, filters } = part;
  const count = { targeted, covered, open: targeted - covered }[which];
  return <CountLink count={count} href={usersHref(which, filters)} name={`${part.name}, ${name}`} />;
}

function barOf({ name, targeted, covered }: Part) {
  return { name, value: covered, of: targeted };
}

function shareText(part: Pick<Part, 'targeted' | 'covered'>): string {
  const percent = percentOf(part);
  return percent === null ? strings.none : words.percentText({ percent });
}
