import type { Network } from '../network/network.ts';
import { type CachedList, type CachedModel, FIDO } from './cache.ts';
import type { Certificate } from './certificates.ts';

/** What the operations on lists of key models share. */
export interface MetadataContext {
  readonly folder: string;
  readonly clock: () => Date;
  readonly service: MetadataService;
  readonly network: Network;
  /** The lists that are loaded. */
  lists: readonly CachedList[];
}

/** Whose lists need no root to be named. */
export interface MetadataService {
  readonly roots: readonly Certificate[];
  readonly name: string;
}

/** Returns what the lists say of a model, the FIDO Alliance's list first. */
export function entriesOf({ lists }: MetadataContext, aaguid: string): CachedModel[] {
  const inOrder = lists.toSorted((one, other) => Number(other.root === FIDO) - Number(one.root === FIDO));
  return inOrder.map(({ models }) => models[aaguid]).filter(entry => entry !== undefined);
}
