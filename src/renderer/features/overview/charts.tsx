import { HorizontalBarChart, HorizontalBarChartVariant, VerticalBarChart } from '@fluentui/react-charts';
import { tokens } from '@fluentui/react-components';
import { locale, number } from '../../../words/say.ts';

/** One bar: its name, its length, and the length of a full bar. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly of: number;
}

const COLOR = tokens.colorBrandBackground;
const HEIGHT = 200;

/** Bars from left to right, for numbers by time. Only Chart.tsx loads this file, because the library is large. */
export function Columns({ bars, width }: { bars: readonly Bar[]; width: number }) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <VerticalBarChart
      data={bars.map(({ name, value }) => ({ x: name, y: value, color: COLOR }))}
      width={width}
      height={HEIGHT}
      hideLegend
      hideTooltip
      useSingleColor
      colors={[COLOR]}
      culture={locale()}
      // Whole numbers only: half a key is none.
      yMaxValue={most}
      yAxisTickCount={Math.min(4, most)}
      yAxisTickFormat={(value: number) => (Number.isInteger(value) ? number(value) : '')}
      xAxisInnerPadding={0.3}
      barWidth="auto"
      maxBarWidth={28}
      margins={{ left: 44, right: 8, top: 16, bottom: 32 }}
    />
  );
}

/** Bars below each other, each with its name above it. */
export function Bars({ bars, shares }: { bars: readonly Bar[]; shares: boolean }) {
  return (
    <HorizontalBarChart
      data={bars.map(({ name, value, of }) => ({
        chartTitle: name,
        chartData: [
          {
            legend: name,
            horizontalBarChartdata: { x: value, total: Math.max(1, of) } as never,
            color: COLOR,
          },
        ],
      }))}
      chartDataMode={shares ? 'percentage' : 'default'}
      variant={HorizontalBarChartVariant.PartToWhole}
      hideTooltip
      culture={locale()}
    />
  );
}
