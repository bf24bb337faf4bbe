import { z } from 'zod';

/** A secret, sealed for one key of a desk. */
const copySchema = z.object({ by: z.string(), box: z.base64() });

/**
 * The copies of one secret for other desks, as its row has them: by the fingerprint of the recipient. `of` says which secret they are copies of, because a desk of an earlier
 * version may replace the secret and leave them.
 */
const copiesSchema = z.object({ of: z.string(), for: z.record(z.string(), copySchema) });
export type Copies = z.output<typeof copiesSchema>;

/** How many bytes at the end of a sealed secret tell it from others: its tag and what follows. */
const MARK = 24;

/** SQL of the same mark. @param sealed The column */
export function markSql(sealed: string): string {
  return `hex(coalesce(substr(${sealed}, -${MARK}), ''))`;
}

/** Returns what distinguishes a secret from one that replaces it in its row. */
export function markOf(sealed: Uint8Array | null): string {
  return Buffer.from(sealed ?? [])
    .subarray(-MARK)
    .toString('hex')
    .toUpperCase();
}

/** Reads the copies of a secret. Those of another one, and what is no copy, are left out. */
export function readCopies(text: string, mark: string): Copies {
  const read = copiesSchema.safeParse(parsed(text));
  return read.success && read.data.of === mark ? read.data : { of: mark, for: {} };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Somebody else wrote it. There are no copies then.
    return undefined;
  }
}

/** The text of a row without copies. */
export const NO_COPIES = '{}';
