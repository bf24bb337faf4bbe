import { inventoryStates } from '../../../contract/inventory/schema.ts';
import { inventoryStateWords } from '../../../contract/inventory/words.ts';
import type { Overview } from '../../../contract/overview/schema.ts';
import { failedCauseWords, pendingAgeWords, stuckWords } from '../../../contract/overview/words.ts';
import { commas, number } from '../../../words/say.ts';
import { strings } from '../../strings.ts';
import { QuietText } from '../../ui/display/QuietText.tsx';
import { ListTable } from '../../ui/table/ListTable.tsx';
import { Beside } from './Beside.tsx';
import { Chart } from './Chart.tsx';
import { CountLink } from './CountLink.tsx';
import { failedHref, pendingHref, stockHref, stuckHref } from './links.ts';

const words = strings.overview;

interface Counted {
  readonly name: string;
  readonly count: number;
  readonly href: string;
}

/** What does not go on by itself, and what to do about it. */
export function StuckPart({ overview }: { overview: Overview }) {
  const rows = overview.stuck.map(({ kind, count }) => ({ kind, count, ...stuckWords(kind) }));
  return (
    <Beside title={words.stuck}>
      {rows.length === 0 ? (
        <QuietText>{words.noneStuck}</QuietText>
      ) : (
        <ListTable
          label={words.stuck}
          columns={[
            { header: () => words.what, cell: ({ title }) => title },
            {
              header: () => words.count,
              width: '96px',
              cell: ({ kind, count, title }) => (
                <CountLink count={count} href={stuckHref(kind, overview)} name={title} />
              ),
            },
            { header: () => words.todo, width: '50%', cell: ({ advice }) => advice },
          ]}
          rows={rows}
          keyOf={({ kind }) => kind}
        />
      )}
    </Beside>
  );
}

/** Pending assignments by age, failed ones by cause, and the keys of the inventory. */
export function WorkParts({ overview: { pending, failed, stock } }: { overview: Overview }) {
  const ages = pending.map(each => ({
    name: pendingAgeWords[each.age],
    count: each.count,
    href: pendingHref(each),
  }));
  const causes = failed.map(({ code, count }) => ({ name: failedCauseWords(code), count, href: failedHref(code) }));
  const keys = inventoryStates.map(state => ({
    name: state === 'blank' ? words.inStock : inventoryStateWords[state],
    count: stock[state],
    href: stockHref(state),
  }));
  return (
    <>
      <CountedPart
        title={words.pending}
        head={() => words.age}
        rows={ages}
        textOf={list => words.pendingChart({ list })}
      />
      {causes.length === 0 ? (
        <Beside title={words.failed}>
          <QuietText>{words.noneFailed}</QuietText>
        </Beside>
      ) : (
        <CountedPart
          title={words.failed}
          head={() => words.cause}
          rows={causes}
          textOf={list => words.failedChart({ list })}
        />
      )}
      <CountedPart
        title={words.stock}
        hint={words.stockHint}
        head={() => words.state}
        rows={keys}
        textOf={list => words.stockChart({ list })}
      />
    </>
  );
}

function CountedPart(props: {
  title: string;
  hint?: string;
  head: () => string;
  rows: readonly Counted[];
  textOf(list: string): string;
}) {
  const { title, hint, head, rows, textOf } = props;
  const most = Math.max(1, ...rows.map(({ count }) => count));
  const text = textOf(commas(rows.map(({ name, count }) => words.item({ name, count: number(count) }))));
  const bars = rows.map(({ name, count }) => ({ name, value: count, of: most }));
  return (
    <Beside title={title} hint={hint} chart={<Chart kind="bars" text={text} bars={bars} />}>
      <ListTable
        compact
        label={title}
        columns={[
          { header: head, cell: ({ name }) => name },
          {
            header: () => words.count,
            width: '96px',
            cell: ({ name, count, href }) => <CountLink count={count} href={href} name={name} />,
          },
        ]}
        rows={rows}
        keyOf={({ name }) => name}
      />
    </Beside>
  );
}
