import { PassThrough } from 'node:stream';
import { beforeEach, describe, expect, test } from 'vitest';
import { askHidden } from '../../src/cli/pinInput.ts';
import { KeydeskError } from '../../src/contract/errors/errors.ts';

const state = { supported: true, set: true, minLength: 4, maxLength: 63, changeRequired: false };

describe('the prompt for a PIN', () => {
  let input: PassThrough;
  let prompts: PassThrough;
  let interrupt: AbortController;
  beforeEach(() => {
    [input, prompts, interrupt] = [new PassThrough(), new PassThrough(), new AbortController()];
  });
  const ask = () => askHidden({ kind: 'pin', state }, interrupt.signal, { input, prompts });

  test('takes a line, and shows nothing of it', async () => {
    const answer = ask();
    input.write('246813\r');
    expect(await answer).toBe('246813');
    expect(String(prompts.read())).toBe('PIN of the key: \n');
  });

  test('ends with the reason of the signal, and lets go of the input', async () => {
    const answer = ask();
    input.write('2468');
    interrupt.abort(new KeydeskError('cancelled'));
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
    expect(input.isPaused()).toBe(true);
    await expect(ask()).rejects.toMatchObject({ code: 'cancelled' });
  });

  test.each([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ])('is canceled by %s', async (_, typed) => {
    const answer = ask();
    input.write(typed);
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('is canceled at the end of the input, whatever was typed until then', async () => {
    const answer = ask();
    input.end('2468');
    await expect(answer).rejects.toMatchObject({ code: 'cancelled' });
  });
});
