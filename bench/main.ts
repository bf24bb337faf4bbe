/**
 * npm run bench: prints figures and ratios for people to stdout, and writes the same to bench.json. With --json, prints
 * only the JSON.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { activationFigures } from './activation.ts';
import { activityLogFigures } from './activityLog.ts';
import { batchFigures } from './batches.ts';
import { bundleFigures } from './bundle.ts';
import { ceremonyFigures } from './ceremony.ts';
import { coldStartFigures } from './coldStart.ts';
import { directoryImportFigures } from './directoryImport.ts';
import { directoryStoreFigures } from './directoryStore.ts';
import { eventLoopFigures } from './eventLoop.ts';
import { type Figure, ratioOf, table } from './figure.ts';
import { filledRecordFigures } from './filledRecord.ts';
import { framingFigures } from './framing.ts';
import { peerFigures } from './peers.ts';
import { pollFigures } from './polls.ts';
import { reportCountFigures } from './reportCounts.ts';
import { scrollingFigures } from './scrolling.ts';
import { transportTimeFigures } from './transportTimes.ts';
import { webhookFigures } from './webhooks.ts';
import { workflowFigures } from './workflows.ts';

const figures: Figure[] = [
  ...(await ceremonyFigures()),
  ...(await peerFigures()),
  ...(await batchFigures()),
  ...(await activationFigures()),
  ...(await eventLoopFigures()),
  ...framingFigures(),
  ...(await reportCountFigures()),
  ...(await transportTimeFigures()),
  ...(await directoryImportFigures()),
  ...(await directoryStoreFigures()),
  ...(await scrollingFigures()),
  ...(await workflowFigures()),
  ...(await webhookFigures()),
  ...(await activityLogFigures()),
  ...(await filledRecordFigures()),
  ...(await pollFigures()),
  ...coldStartFigures(),
  ...bundleFigures(),
];
const machine = { node: process.version, platform: process.platform, cores: cpus().length };
const report = { machine, figures: figures.map(figure => ({ ...figure, ratio: ratioOf(figure) ?? null })) };
const json = JSON.stringify(report, null, 2);
writeFileSync(join(import.meta.dirname, '../bench.json'), `${json}\n`);
process.stdout.write(process.argv.includes('--json') ? `${json}\n` : `${table(figures).join('\n')}\n`);
