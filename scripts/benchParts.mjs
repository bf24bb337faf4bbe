// The parts of npm run bench, in their order. Plain JavaScript, because scripts/bench.mjs checks names before Node 24 runs.

/** The names of the parts. bench/main.ts has the figures of each. */
export const benchParts = /** @type {const} */ ([
  'ceremony',
  'peers',
  'batches',
  'activation',
  'event-loop',
  'framing',
  'report-counts',
  'transport-times',
  'directory-import',
  'directory-store',
  'scrolling',
  'workflows',
  'webhooks',
  'activity-log',
  'filled-record',
  'polls',
  'record-lists',
  'record-desks',
  'record-engine',
  'record-mirror',
  'cold-start',
  'bundle',
]);
