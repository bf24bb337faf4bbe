import { KeydeskError } from '../../../../src/contract/errors/errors.ts';

/** The coded error that an act ends with. Fails where it ends well, or with an error of no code. */
export async function failureOf(act: () => unknown): Promise<KeydeskError> {
  try {
    await act();
  } catch (error) {
    if (error instanceof KeydeskError) return error;
    throw error;
  }
  throw new Error('it should have failed');
}
