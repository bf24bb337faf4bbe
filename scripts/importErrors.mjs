/** Number of circles that are shown. One wrong import closes hundreds, and the shortest ones show it best. */
const CIRCLES = 5;

/**
 * Shortens the report of dependency-cruiser. One import that points upward closes hundreds of circles: they are left out while another rule is
 * broken, because they go away with it. Otherwise the shortest ones are shown.
 * @param {string} report
 * @returns {string}
 */
export function withoutEchoes(report) {
  const blocks = report.split(/\n(?! {6})/);
  const isCircle = block => /^\s*error no-circular:/.test(block);
  const circles = blocks.filter(isCircle);
  const isBroken = blocks.some(block => /^\s*(error|warn) /.test(block) && !isCircle(block));
  const shown = isBroken ? [] : circles.toSorted((a, b) => a.length - b.length).slice(0, CIRCLES);
  const left = circles.length - shown.length;
  if (left === 0) return report;
  const note = isBroken
    ? `  Circles that are not shown: ${left}. Mend the errors above first.`
    : `  Longer circles that are not shown: ${left}`;
  const first = blocks.findIndex(isCircle);
  const others = block => !isCircle(block);
  // The summary follows after an empty line.
  const end = blocks.findLastIndex(block => /^\s*(error|warn) /.test(block)) + 1;
  const before = blocks.slice(0, isBroken ? end : first).filter(others);
  return [...before, ...shown, note, ...blocks.slice(end)].join('\n');
}
