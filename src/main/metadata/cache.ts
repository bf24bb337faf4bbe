import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { modelSchema } from '../../contract/metadata.ts';
import type { BlobPayload } from './blob.ts';

/** What is kept of the last good BLOB: verified once, read at every start. */
const cacheSchema = z.object({
  no: z.number().int(),
  nextUpdate: z.string(),
  source: z.string(),
  loadedAt: z.string(),
  models: z.record(z.string(), modelSchema.extend({ roots: z.array(z.string()) })),
});
export type Cached = z.infer<typeof cacheSchema>;

/** Keys that have no AAGUID cannot hold a passkey and are left out. */
export function toCached(payload: BlobPayload, source: string, loadedAt: Date): Cached {
  const models: Cached['models'] = {};
  for (const { aaguid, metadataStatement: statement, statusReports } of payload.entries) {
    if (aaguid === undefined || statement === undefined) continue;
    const statuses = statusReports.map(report => report.status);
    models[aaguid] = {
      name: statement.description,
      certification: statuses.findLast(status => status.startsWith('FIDO_CERTIFIED')) ?? null,
      statuses,
      roots: statement.attestationRootCertificates,
    };
  }
  return { no: payload.no, nextUpdate: payload.nextUpdate, source, loadedAt: loadedAt.toISOString(), models };
}

/** Undefined where there is none, or none that can be read: it can be had again. */
export function readCache(folder: string): Cached | undefined {
  try {
    return cacheSchema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
  } catch {
    return undefined;
  }
}

/** All of it or nothing. */
export function writeCache(folder: string, cached: Cached): void {
  const file = fileIn(folder);
  writeFileSync(`${file}.new`, JSON.stringify(cached), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

function fileIn(folder: string): string {
  return join(folder, 'metadata.json');
}
