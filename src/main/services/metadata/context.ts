import type { Network } from '../network/network.ts';
import { type CachedList, type CachedModel, FIDO } from './cache.ts';
import type { Certificate } from './certificates.ts';

/** The state that operations on lists of key models share. */
export interface MetadataContext {
  readonly folder: string;
  readonly clock: () => Date;
  readonly service: MetadataService;
  readonly network: Network;
  /** The loaded lists. */
  lists: readonly CachedList[];
}

/** The service whose lists need no root in the request. */
export interface MetadataService {
  readonly roots: readonly Certificate[];
  readonly name: string;
}

/** Returns the entries of a model in all lists, the FIDO Alliance's list first. */
export function entriesOf({ lists }: MetadataContext, aaguid: string): CachedModel[] {
  const inOrder = lists.toSorted((one, other) => Number(other.root === FIDO) - Number(one.root === FIDO));
  return inOrder.map(({ models }) => models[aaguid]).filter(entry => entry !== undefined);
}
