import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cupsPrinters } from '../../../../src/main/services/printers/printers.ts';
import { type Cups, noCups, startCups } from './cups.ts';

async function* pdf(...parts: readonly string[]): AsyncGenerator<Buffer> {
  for (const part of parts) yield Buffer.from(part);
}

describe.skipIf(noCups !== null)(`the printers of CUPS${noCups === null ? '' : ` (${noCups})`}`, () => {
  let cups: Cups;
  beforeAll(async () => {
    cups = await startCups();
  });
  afterAll(() => cups.close());

  test('are listed, and get a document whole', async () => {
    const printers = cupsPrinters(cups.env);
    expect([...(await printers.list())].sort()).toEqual(['Desk', 'Off']);
    const large = 'x'.repeat(300_000);
    await printers.print('Desk', 'a4', pdf('%PDF-1.7\n', large));
    expect(cups.documents().map(String)).toEqual([`%PDF-1.7\n${large}`]);
  });

  test('an unknown one, or a name that lp would read as an option, is refused before anything is sent', async () => {
    const printers = cupsPrinters(cups.env);
    for (const name of ['Nowhere', '-h', '']) {
      await expect(printers.print(name, 'a4', pdf('secret'))).rejects.toMatchObject({ code: 'printer-not-found' });
    }
  });

  test('one that takes no jobs is named with what it says', async () => {
    const refused = cupsPrinters(cups.env).print('Off', 'letter', pdf('%PDF'));
    await expect(refused).rejects.toMatchObject({ code: 'print-failed', params: { printer: 'Off' } });
  });
});

test('without a printing system there are no printers', async () => {
  const printers = cupsPrinters({ PATH: '/nowhere' });
  expect(await printers.list()).toEqual([]);
  await expect(printers.print('Desk', 'a4', pdf('%PDF'))).rejects.toMatchObject({ code: 'printer-not-found' });
});
