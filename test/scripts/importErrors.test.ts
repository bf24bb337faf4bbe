import { expect, test } from 'vitest';
import { withoutEchoes } from '../../scripts/importErrors.mjs';

const upward = '  error storey-base: src/main/base/a.ts → src/main/app/core.ts';
const circle = (...files: string[]) =>
  `  error no-circular: x.ts → \n${files.map(file => `      ${file}`).join(' →\n')}`;
const summary = '\nx 9 dependency violations (9 errors, 0 warnings). 10 modules, 20 dependencies cruised.\n';
const report = (...errors: string[]) => ['', ...errors, summary].join('\n');

test('circles are left out of a report with another error, which may be their cause', () => {
  const long = report(circle('a.ts', 'x.ts'), upward, circle('b.ts', 'x.ts'));
  expect(withoutEchoes(long)).toBe(report(upward, '  Circles that are not shown: 2. Mend the errors above first.'));
});

test('of circles alone, the shortest ones are shown', () => {
  const circles = [7, 3, 6, 2, 5, 4].map(length => circle(...Array.from({ length }, (_, n) => `${n}.ts`)));
  const [, three, six, two, five, four] = circles;
  const shown = [two, three, four, five, six].map(String);
  expect(withoutEchoes(report(...circles))).toBe(report(...shown, '  Longer circles that are not shown: 1'));
});

test('a short report is shown as it is', () => {
  for (const short of [report(upward), report(circle('a.ts', 'x.ts')), '✔ no dependency violations found\n']) {
    expect(withoutEchoes(short)).toBe(short);
  }
});
