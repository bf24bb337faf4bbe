import { expect, test } from 'vitest';
import { KeydeskError } from '../../../src/contract/errors/errors.ts';
import { throwFailure } from '../../../src/renderer/client/throwFailure.ts';

test('an event without a failure is ignored', () => {
  expect(() => throwFailure({ type: 'step' })).not.toThrow();
});

test('the failure of a stream becomes an error with its code, its parameters and its cause', () => {
  const failure = { code: 'pin-wrong', params: { retries: 3 }, cause: ['CTAP2_ERR_PIN_INVALID'] } as const;
  try {
    throwFailure({ type: 'failed', failure: { ...failure, cause: [...failure.cause] } });
    expect.unreachable();
  } catch (error) {
    expect(error).toBeInstanceOf(KeydeskError);
    expect(error).toMatchObject({ code: 'pin-wrong', params: { retries: 3 } });
  }
});
