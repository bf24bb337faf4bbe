/** Runs imports in a process of its own, so that its memory is only that of an import. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoryThread } from '../src/main/features/directory/database/thread.ts';
import { importDirectory } from '../src/main/features/directory/import/importer.ts';
import { createGraphClient } from '../src/main/services/graph/client.ts';
import { fixedToken } from '../src/main/services/graph/tokens.ts';
import { answerQuestions } from './peer.ts';

export type ImportQuestion = { readonly url: string; readonly token: string };
export interface ImportAnswer {
  readonly ms: number;
  /** The peak memory of the process, in MB. */
  readonly peak: number;
  readonly changed: number;
}

const threadModule = new URL('../src/main/features/directory/database/worker.ts', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'keydesk-bench-'));
const thread = directoryThread(folder, threadModule);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

answerQuestions<ImportQuestion, ImportAnswer>(async ({ url, token }) => {
  const connection = { graphUrl: url, tenantId: 'bench', version: 'v1.0' as const };
  const { delta } = createGraphClient(connection, fixedToken(connection, token));
  // Starts the thread before the measurement, as in an app that shows the directory.
  await thread.ask('state', 'bench');
  const began = performance.now();
  const parts = { folder, thread, tenant: () => 'bench', delta: () => delta };
  const end = await importDirectory(parts, { full: false, signal: new AbortController().signal }, () => undefined);
  if (end.kind !== 'done') throw new Error(`the import ended as ${end.kind}`);
  const ms = performance.now() - began;
  return { ms, peak: process.resourceUsage().maxRSS / 1024, changed: end.counts.changed };
});
