import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { withFile } from '../../base/store/storageError.ts';
import type { BlobPayload } from './blob.ts';
import { statusReportSchema } from './statuses.ts';

const modelSchema = z.object({
  name: z.string(),
  /** authenticatorVersion of its metadata statement. */
  version: z.number().int().optional(),
  reports: z.array(statusReportSchema),
  /** Its trust anchors, base64 of DER. */
  roots: z.array(z.string()),
});
export type CachedModel = z.infer<typeof modelSchema>;

const headSchema = z.object({ no: z.number().int(), nextUpdate: z.string(), source: z.string(), loadedAt: z.string() });

/** The cached content of the last good list under one root. It is verified once, and read at every start. */
const listSchema = headSchema.extend({
  /** The root of the list: the FIDO Alliance's, a SHA-256 fingerprint, or unknown. */
  root: z.string(),
  /** The name of another root for people; null for the FIDO Alliance's. */
  rootName: z.string().nullable(),
  models: z.record(z.string(), modelSchema),
});
export type CachedList = z.infer<typeof listSchema>;

/** Lists under several roots, the last loaded one first. */
const cacheSchema = z.object({ lists: z.array(listSchema) });

/** The format of earlier versions: one list of any root, without dates and firmware of its status reports. */
const earlierSchema = headSchema.extend({
  models: z.record(
    z.string(),
    z.object({ name: z.string(), statuses: z.array(z.string()), roots: z.array(z.string()) }),
  ),
});

/** The root of lists signed for the FIDO Alliance. */
export const FIDO = 'fido';
/** The root of a list that an earlier version cached. It is used until another list is loaded. */
export const EARLIER = 'earlier';

export function toList(
  { no, nextUpdate, entries }: BlobPayload,
  from: { source: string; root: string; rootName: string | null },
  loadedAt: Date,
): CachedList {
  const models: CachedList['models'] = {};
  for (const { aaguid, metadataStatement: statement, statusReports } of entries) {
    // A second entry of a model, which may be damaged, must not remove a revocation or the roots of the first one.
    const earlier = models[aaguid];
    const version = statement?.authenticatorVersion ?? earlier?.version;
    models[aaguid] = {
      // A status is also useful for a model that the list does not describe.
      name: statement?.description ?? earlier?.name ?? aaguid,
      ...(version === undefined ? {} : { version }),
      reports: [...(earlier?.reports ?? []), ...statusReports],
      roots: [...new Set([...(earlier?.roots ?? []), ...(statement?.attestationRootCertificates ?? [])])],
    };
  }
  return { no, nextUpdate, ...from, loadedAt: loadedAt.toISOString(), models };
}

/** Returns no lists if the cache cannot be read: they can be loaded again. */
export function readCache(folder: string): CachedList[] {
  try {
    const json: unknown = JSON.parse(readFileSync(fileIn(folder), 'utf8'));
    const earlier = earlierSchema.safeParse(json);
    return earlier.success ? [fromEarlier(earlier.data)] : cacheSchema.parse(json).lists;
  } catch {
    return [];
  }
}

/** Writes the whole file or nothing. @throws KeydeskError as storageError.ts names it */
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
