import type { InventoryKey } from '../../../contract/inventory/schema.ts';
import type { PasskeyReview } from '../../../contract/passkeys/review.ts';

/** The part of a query that shows which review is newer. */
interface Answer {
  data: PasskeyReview | undefined;
  dataUpdatedAt: number;
}

/**
 * Returns the newer of Entra's answer and the local list, which is read again when the record changes. Keeps the reason
 * if Entra did not answer.
 */
export function newestReview(live: Answer, kept: Answer): PasskeyReview | undefined {
  if (live.data === undefined || kept.data === undefined) return live.data ?? kept.data;
  return live.dataUpdatedAt >= kept.dataUpdatedAt ? live.data : { ...kept.data, failure: live.data.failure };
}

/** Returns the known keys that hold the passkeys of a user. */
export function keysOf({ passkeys }: PasskeyReview): InventoryKey[] {
  return [...new Map(passkeys.flatMap(({ key }) => (key === null ? [] : [[key.id, key] as const]))).values()];
}
