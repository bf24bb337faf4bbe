import { KeydeskError } from '../../../../src/contract/errors/errors.ts';

/** Returns the KeydeskError that an act throws. Fails if the act succeeds, or throws another error. */
export async function failureOf(act: () => unknown): Promise<KeydeskError> {
  try {
    await act();
  } catch (error) {
    if (error instanceof KeydeskError) return error;
    throw error;
  }
  throw new Error('it should have failed');
}
