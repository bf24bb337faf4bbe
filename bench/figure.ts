/** One line of the bench: a figure and, if there is a floor, the ratio to it and the goal for that ratio. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly floor?: { readonly name: string; readonly value: number };
  readonly goal?: number;
  readonly note?: string;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

export function ratioOf({ value, floor }: Figure): number | undefined {
  return floor === undefined ? undefined : value / floor.value;
}

/** Returns the figures as lines for people. */
export function table(figures: readonly Figure[]): string[] {
  const rows = figures.map(figure => {
    const ratio = ratioOf(figure);
    return [
      figure.name,
      `${round(figure.value)} ${figure.unit}`,
      figure.floor === undefined ? '' : `${round(figure.floor.value)} ${figure.unit} (${figure.floor.name})`,
      ratio === undefined ? '' : `x ${ratio.toFixed(2)}`,
      figure.goal === undefined ? '' : `goal x ${figure.goal.toFixed(1)}`,
      figure.note ?? '',
    ];
  });
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map(row => row[column]?.length ?? 0)));
  return rows.map(row =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

function round(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
