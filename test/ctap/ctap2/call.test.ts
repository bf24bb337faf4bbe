import { describe, expect, it } from 'vitest';
import { call, commandName, ctap2Commands } from '../../../src/ctap/ctap2/call.ts';
import { reset } from '../../../src/ctap/ctap2/reset.ts';
import { selection } from '../../../src/ctap/ctap2/selection.ts';
import { statusByte, statusName } from '../../../src/ctap/status.ts';
import { ok, rejection, ScriptedTransport } from '../helpers.ts';

describe('call', () => {
  it('sends the command byte and canonical parameters, and decodes the answer', async () => {
    const transport = new ScriptedTransport(ok(new Map([[1, 'x']])));
    expect(
      await call(
        transport,
        'clientPIN',
        new Map([
          [2, 1],
          [1, 2],
        ]),
      ),
    ).toEqual(new Map([[1, 'x']]));
    expect(transport.requests).toEqual([Uint8Array.of(0x06, 0xa2, 1, 2, 2, 1)]);
  });

  it('hands signal and keep-alive on', async () => {
    const transport = new ScriptedTransport(ok());
    const options = { signal: new AbortController().signal, onKeepAlive: () => undefined };
    expect(await call(transport, 'selection', undefined, options)).toBeUndefined();
    expect(transport.options).toEqual([options]);
  });

  it.each([
    [0x31, 'CTAP2_ERR_PIN_INVALID'],
    [0x28, 'CTAP2_ERR_KEY_STORE_FULL'],
    [0x01, 'CTAP1_ERR_INVALID_COMMAND'],
    [0x2d, 'CTAP2_ERR_KEEPALIVE_CANCEL'],
  ])('names status %i', async (status, code) => {
    expect((await rejection(call(new ScriptedTransport(Uint8Array.of(status)), 'getInfo'))).code).toBe(code);
  });

  it('keeps a status without a name', async () => {
    const error = await rejection(call(new ScriptedTransport(Uint8Array.of(0xf3)), 'getInfo'));
    expect(error).toMatchObject({ code: 'status-unknown', params: { status: 0xf3 } });
  });

  it('takes the answer to a cancel for a cancel, when the caller asked for it', async () => {
    const options = { signal: AbortSignal.abort() };
    const error = await rejection(call(new ScriptedTransport(Uint8Array.of(0x2d)), 'selection', undefined, options));
    expect(error).toMatchObject({ code: 'cancelled', cause: { code: 'CTAP2_ERR_KEEPALIVE_CANCEL' } });
  });

  it.each([
    ['nothing', new Uint8Array(), 'response-malformed'],
    ['cut CBOR', Uint8Array.of(0, 0xa1), 'cbor-malformed'],
    ['bytes left over', Uint8Array.of(0, 0xa0, 0), 'cbor-malformed'],
  ])('refuses %s', async (_what, response, code) => {
    expect((await rejection(call(new ScriptedTransport(response), 'getInfo'))).code).toBe(code);
  });
});

describe('commands without parameters', () => {
  it.each([
    ['reset', reset, 0x07],
    ['selection', selection, 0x0b],
  ])('%s is one byte', async (_name, run, code) => {
    const transport = new ScriptedTransport(ok());
    await run(transport);
    expect(transport.requests).toEqual([Uint8Array.of(code)]);
  });
});

describe('commandName', () => {
  it('knows every command, and shows others by number', () => {
    for (const [name, code] of Object.entries(ctap2Commands)) expect(commandName(Uint8Array.of(code, 1))).toBe(name);
    expect(commandName(Uint8Array.of(0x55))).toBe('0x55');
    expect(commandName(new Uint8Array())).toBe('0x00');
  });
});

describe('status names', () => {
  it('go both ways', () => {
    const known = Array.from({ length: 256 }, (_, status) => status).filter(status => statusName(status) !== undefined);
    expect(known.length).toBeGreaterThan(45);
    for (const status of known) expect(statusByte(statusName(status) ?? 'CTAP2_OK')).toBe(status);
    expect(statusName(0x02)).toBe('CTAP1_ERR_INVALID_PARAMETER');
  });

  it('are there for those that CTAP 2.0 had and later versions have not', () => {
    expect([0x16, 0x2a, 0x38].map(statusName)).toEqual([
      'CTAP2_ERR_UNSUPPORTED_EXTENSION',
      'CTAP2_ERR_NO_OPERATION_PENDING',
      'CTAP2_ERR_PIN_TOKEN_EXPIRED',
    ]);
  });
});
