import { makeStyles, tokens } from '@fluentui/react-components';
import { lazy, Suspense, useLayoutEffect, useRef, useState } from 'react';
import { strings } from '../../strings.ts';
import { QuietText } from '../../ui/display/QuietText.tsx';
import type { Bar } from './charts.tsx';

const Columns = lazy(async () => ({ default: (await import('./charts.tsx')).Columns }));
const Bars = lazy(async () => ({ default: (await import('./charts.tsx')).Bars }));

/** Paper is about 700 px wide. A wider chart would be cut. */
const WIDEST = 560;

const useStyles = makeStyles({
  chart: {
    minWidth: 0,
    maxWidth: `${WIDEST}px`,
    overflow: 'hidden',
    breakInside: 'avoid',
    '& text': { fill: tokens.colorNeutralForeground1 },
    '@media print': { '& text': { fill: '#000 !important' }, '& *': { printColorAdjust: 'exact' } },
  },
});

/**
 * A chart as a picture: screen readers get its text alternative, and the keyboard passes it by, because the table beside it has the same
 * numbers with their links.
 * @param text the text alternative
 * @param kind columns for numbers by time, bars for others, shares for parts of a whole
 */
export function Chart({
  text,
  kind,
  bars,
}: {
  text: string;
  kind: 'columns' | 'bars' | 'shares';
  bars: readonly Bar[];
}) {
  const styles = useStyles();
  const ref = useRef<HTMLDivElement>(null);
  const width = useWidth(ref);
  return (
    <div ref={ref} className={styles.chart} role="img" aria-label={text}>
      <div inert>
        <Suspense fallback={<QuietText size={200}>{strings.overview.noChart}</QuietText>}>
          {width > 0 && kind === 'columns' && <Columns key={width} bars={bars} width={width} />}
          {width > 0 && kind !== 'columns' && <Bars bars={bars} shares={kind === 'shares'} />}
        </Suspense>
      </div>
    </div>
  );
}

/** Returns the width of an element, which follows that of the window. On paper it stays as it was. */
function useWidth(ref: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = ref.current;
    if (element === null) return;
    const measure = () => {
      if (!window.matchMedia('print').matches) setWidth(Math.floor(element.clientWidth));
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return width;
}
