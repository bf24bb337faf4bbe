import { ORPCError } from '@orpc/client';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../../../src/renderer/client/failure.ts';
import { ConnectionRefused } from '../../../src/renderer/client/transport.ts';

describe('failureOf', () => {
  it("takes the contract's own error at its word", () => {
    const data = { code: 'pin-wrong', params: { retries: 3 }, cause: ['CTAP2_ERR_PIN_INVALID'] };
    expect(failureOf(new ORPCError('KEYDESK', { defined: true, data }))).toEqual(data);
  });

  it('takes nothing else for it', () => {
    const undefinedOne = new ORPCError('KEYDESK', { data: { code: 'pin-wrong', params: {} } });
    expect(failureOf(undefinedOne)).toMatchObject({ code: 'internal' });
    expect(failureOf(new TypeError('x is not a function'))).toEqual({
      code: 'internal',
      params: {},
      cause: ['TypeError: x is not a function'],
    });
  });

  it('knows a refused connection and an aborted call', () => {
    expect(failureOf(new ConnectionRefused()).code).toBe('unauthorized');
    expect(failureOf(new DOMException('left', 'AbortError')).code).toBe('cancelled');
  });
});
