import { describe, expect, it } from 'vitest';
import { CtapError, hasCtapCode, isStatus, statusError } from '../../src/ctap/errors.ts';

describe('a CtapError', () => {
  it('is what the key answered, if its code is a status', () => {
    for (const status of [0x01, 0x27, 0x36, 0x7e]) expect(isStatus(statusError(status))).toBe(true);
    for (const error of [
      new CtapError('cbor-malformed'),
      new CtapError('unsupported'),
      new Error('CTAP2_ERR_PIN_INVALID'),
    ])
      expect(isStatus(error)).toBe(false);
  });

  it('has one of some codes only if it is one', () => {
    const error = new CtapError('CTAP2_ERR_PIN_INVALID');
    expect(hasCtapCode(error, 'CTAP2_ERR_PIN_BLOCKED', 'CTAP2_ERR_PIN_INVALID')).toBe(true);
    expect(hasCtapCode(error, 'CTAP2_ERR_PIN_BLOCKED')).toBe(false);
    expect(hasCtapCode({ code: 'CTAP2_ERR_PIN_INVALID' }, 'CTAP2_ERR_PIN_INVALID')).toBe(false);
  });

  it('says its code and its facts', () => {
    expect(new CtapError('unsupported').message).toBe('unsupported');
    expect(new CtapError('unsupported', { what: 'a', count: 2 }).message).toBe('unsupported (what: a, count: 2)');
  });
});
