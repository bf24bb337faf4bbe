import { Link, makeStyles, tokens } from '@fluentui/react-components';
import type { Overview } from '../../../contract/overview/schema.ts';
import { percentOf } from '../../../contract/overview/words.ts';
import { number } from '../../../words/say.ts';
import { strings } from '../../strings.ts';
import { hrefOf } from '../../ui/page/route.ts';
import { activationsHref, madeHref, stockHref, usersHref } from './links.ts';

const words = strings.overview;

const useStyles = makeStyles({
  list: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    gap: tokens.spacingHorizontalM,
    listStyleType: 'none',
    margin: 0,
    padding: 0,
  },
  figure: {
    display: 'flex',
    flexDirection: 'column',
    padding: tokens.spacingHorizontalM,
    border: `1px solid ${tokens.colorNeutralStroke2}`,
    borderRadius: tokens.borderRadiusMedium,
    backgroundColor: tokens.colorNeutralBackground1,
    breakInside: 'avoid',
  },
  value: {
    fontSize: tokens.fontSizeHero700,
    lineHeight: tokens.lineHeightHero700,
    fontWeight: tokens.fontWeightSemibold,
    fontVariantNumeric: 'tabular-nums',
  },
});

/** The most important numbers, each with a link to its list. */
export function Figures({ overview }: { overview: Overview }) {
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label={words.figures}>
      {figuresOf(overview).map(({ name, value, href }) => (
        <li key={name} className={styles.figure}>
          <Link className={styles.value} href={href} aria-label={`${value} · ${name}`}>
            {value}
          </Link>
          <span>{name}</span>
        </li>
      ))}
    </ul>
  );
}

function figuresOf({ coverage, days, pending, failed, activations, stock }: Overview) {
  const percent = coverage === null ? null : percentOf(coverage);
  const today = days.at(-1) ?? { day: activations.day, keys: 0 };
  const sum = (counted: readonly { readonly count: number }[]) => counted.reduce((all, { count }) => all + count, 0);
  const inState = (state: string) => hrefOf({ page: 'assignments', filters: { state } });
  return [
    {
      name: words.coverage,
      value: percent === null ? strings.none : words.percentText({ percent }),
      href: usersHref('covered'),
    },
    { name: words.madeToday, value: number(today.keys), href: madeHref(today.day, today.day) },
    { name: words.activations, value: number(activations.count), href: activationsHref(activations) },
    { name: words.pendingFigure, value: number(sum(pending)), href: inState('pending') },
    { name: words.failedFigure, value: number(sum(failed)), href: inState('failed') },
    { name: words.inStock, value: number(stock.blank), href: stockHref('blank') },
  ];
}
