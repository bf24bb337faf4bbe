import { PassThrough, Readable } from 'node:stream';
import { describe, expect, test } from 'vitest';
import { readLines } from '../../src/cli/lines.ts';
import { KeydeskError } from '../../src/contract/errors/errors.ts';

const utf16 = (text: string, swap: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return swap ? bytes.swap16() : bytes;
};
const never = new AbortController().signal;
const read = (bytes: Uint8Array, count = 1) => readLines(Readable.from([Buffer.from(bytes)]), count, never);

describe('lines of stdin', () => {
  test.each([
    ['UTF-8', Buffer.from('12345ü\n')],
    ['UTF-8 with a byte order mark', Buffer.from('\ufeff12345ü\n')],
    ['UTF-8 with line ends of Windows', Buffer.from('12345ü\r\nnext')],
    ['UTF-8 without a line end', Buffer.from('12345ü')],
    ['UTF-16, little endian', utf16('12345ü\r\n', false)],
    ['UTF-16, big endian', utf16('12345ü\r\n', true)],
  ])('%s', async (_, bytes) => {
    expect(await read(bytes)).toEqual(['12345ü']);
  });

  test.each([
    ['UTF-16 without a byte order mark', Buffer.from('12345\n', 'utf16le')],
    ['Latin-1', Buffer.from('12345ü\n', 'latin1')],
    ['bytes that are no text', Buffer.from([0xff, 0x00, 0xfe, 0x0a])],
  ])('%s is refused, not guessed', async (_, bytes) => {
    await expect(read(bytes)).rejects.toMatchObject({ code: 'invalid-input' });
  });

  test('two lines, of which the second may be missing or empty', async () => {
    expect(await read(Buffer.from('1\n2\n3\n'), 2)).toEqual(['1', '2']);
    expect(await read(Buffer.from('1\n'), 2)).toEqual(['1']);
    expect(await read(Buffer.from('\n2\n'), 2)).toEqual(['', '2']);
    expect(await read(Buffer.from(''), 2)).toEqual([]);
  });

  test('are there as soon as they are whole, although the other end stays open', async () => {
    const stream = new PassThrough();
    const lines = readLines(stream, 1, never);
    for (const byte of utf16('12ü\nrest', false)) stream.write(Buffer.from([byte]));
    expect(await lines).toEqual(['12ü']);
  });

  test('are not waited for after a signal, and nothing of them is used', async () => {
    const [stream, interrupt] = [new PassThrough(), new AbortController()];
    const lines = readLines(stream, 2, interrupt.signal);
    stream.write('12345\n');
    interrupt.abort(new KeydeskError('cancelled'));
    await expect(lines).rejects.toMatchObject({ code: 'cancelled' });
    expect(stream.destroyed).toBe(true);
    const late = readLines(Readable.from([Buffer.from('12345\n')]), 1, interrupt.signal);
    await expect(late).rejects.toMatchObject({ code: 'cancelled' });
  });
});
