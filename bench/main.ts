/**
 * npm run bench: prints figures and ratios for people to stdout, and writes the same to bench.json. With --json, prints
 * only the JSON. With names of parts (scripts/benchParts.mjs), measures only these, and leaves bench.json as it is.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { benchParts } from '../scripts/benchParts.mjs';
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
import { recordDesks, recordEngine, recordLists, recordMirror } from './record/record.ts';
import { reportCountFigures } from './reportCounts.ts';
import { scrollingFigures } from './scrolling.ts';
import { transportTimeFigures } from './transportTimes.ts';
import { webhookFigures } from './webhooks.ts';
import { workflowFigures } from './workflows.ts';

const figuresOf: Readonly<Record<(typeof benchParts)[number], () => Figure[] | Promise<Figure[]>>> = {
  ceremony: ceremonyFigures,
  peers: peerFigures,
  batches: batchFigures,
  activation: activationFigures,
  'event-loop': eventLoopFigures,
  framing: framingFigures,
  'report-counts': reportCountFigures,
  'transport-times': transportTimeFigures,
  'directory-import': directoryImportFigures,
  'directory-store': directoryStoreFigures,
  scrolling: scrollingFigures,
  workflows: workflowFigures,
  webhooks: webhookFigures,
  'activity-log': activityLogFigures,
  'filled-record': filledRecordFigures,
  polls: pollFigures,
  'record-lists': recordLists,
  'record-desks': recordDesks,
  'record-engine': recordEngine,
  'record-mirror': recordMirror,
  'cold-start': coldStartFigures,
  bundle: bundleFigures,
};

const args = process.argv.slice(2);
const named = benchParts.filter(part => args.includes(part));
const figures: Figure[] = [];
for (const part of named.length > 0 ? named : benchParts) figures.push(...(await figuresOf[part]()));
const machine = { node: process.version, platform: process.platform, cores: cpus().length };
const report = { machine, figures: figures.map(figure => ({ ...figure, ratio: ratioOf(figure) ?? null })) };
const json = JSON.stringify(report, null, 2);
if (named.length === 0) writeFileSync(join(import.meta.dirname, '../bench.json'), `${json}\n`);
process.stdout.write(args.includes('--json') ? `${json}\n` : `${table(figures).join('\n')}\n`);
