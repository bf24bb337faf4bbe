import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { withFile } from '../../base/store/storageError.ts';
import type { BlobPayload } from './blob.ts';
import { statusReportSchema } from './statuses.ts';

const modelSchema = z.object({
  name: z.string(),
  /** authenticatorVersion of its statement. */
  version: z.number().int().optional(),
  reports: z.array(statusReportSchema),
  /** Its trust anchors, base64 of DER. */
  roots: z.array(z.string()),
});
export type CachedModel = z.infer<typeof modelSchema>;

const headSchema = z.object({ no: z.number().int(), nextUpdate: z.string(), source: z.string(), loadedAt: z.string() });

/** What is kept of the last good list under one root: verified once, read at every start. */
const listSchema = headSchema.extend({
  /** Which root it leads to: the FIDO Alliance's, one by its SHA-256 fingerprint, or one that was not written down. */
  root: z.string(),
  /** The own root's name for a person; null for the FIDO Alliance's. */
  rootName: z.string().nullable(),
  models: z.record(z.string(), modelSchema),
});
export type CachedList = z.infer<typeof listSchema>;

/** Lists under several roots, the one loaded last first. */
const cacheSchema = z.object({ lists: z.array(listSchema) });

/** The form of earlier versions: one list, whatever its root, without dates and firmware of its status reports. */
const earlierSchema = headSchema.extend({
  models: z.record(
    z.string(),
    z.object({ name: z.string(), statuses: z.array(z.string()), roots: z.array(z.string()) }),
  ),
});

/** The root of lists signed for the FIDO Alliance. */
export const FIDO = 'fido';
/** The root of a list that an earlier version kept. It serves until any other list is loaded. */
export const EARLIER = 'earlier';

export function toList(
  { no, nextUpdate, entries }: BlobPayload,
  from: { source: string; root: string; rootName: string | null },
  loadedAt: Date,
): CachedList {
  const models: CachedList['models'] = {};
  for (const { aaguid, metadataStatement: statement, statusReports } of entries) {
    // A second entry of a model, perhaps a damaged one, must not make a revocation or the roots of the first forgotten.
    const earlier = models[aaguid];
    const version = statement?.authenticatorVersion ?? earlier?.version;
    models[aaguid] = {
      // A status is worth knowing also of a model that the list does not describe.
      name: statement?.description ?? earlier?.name ?? aaguid,
      ...(version === undefined ? {} : { version }),
      reports: [...(earlier?.reports ?? []), ...statusReports],
      roots: [...new Set([...(earlier?.roots ?? []), ...(statement?.attestationRootCertificates ?? [])])],
    };
  }
  return { no, nextUpdate, ...from, loadedAt: loadedAt.toISOString(), models };
}

/** Returns no list where there is none that can be read: it can be loaded again. */
export function readCache(folder: string): CachedList[] {
  try {
    const json: unknown = JSON.parse(readFileSync(fileIn(folder), 'utf8'));
    const earlier = earlierSchema.safeParse(json);
    return earlier.success ? [fromEarlier(earlier.data)] : cacheSchema.parse(json).lists;
  } catch {
    return [];
  }
}

/** Writes all of it or nothing. @throws KeydeskError as storageError.ts names it */
export function writeCache(folder: string, lists: readonly CachedList[]): void {
  const file = fileIn(folder);
  withFile(file, () => {
    writeFileSync(`${file}.new`, JSON.stringify({ lists }), { mode: 0o600 });
    renameSync(`${file}.new`, file);
  });
}

function fromEarlier({ models, ...head }: z.infer<typeof earlierSchema>): CachedList {
  const converted = Object.entries(models).map(([aaguid, { name, statuses, roots }]) => {
    const reports = statuses.map(status => ({ status }));
    return [aaguid, { name, reports, roots }] as const;
  });
  return { ...head, root: EARLIER, rootName: null, models: Object.fromEntries(converted) };
}

function fileIn(folder: string): string {
  return join(folder, 'metadata.json');
}
