import type { DeskKeys } from '../../../../src/main/services/deskKeys/deskKeys.ts';

/** The keys of a desk that shares no record: nothing is sealed for others. */
export const noDeskKeys: Pick<DeskKeys, 'seal' | 'open'> = {
  seal: async () => '{}',
  open: async () => ({ why: 'embedded' }),
};
