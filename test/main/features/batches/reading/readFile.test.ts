import { describe, expect, test } from 'vitest';
import writeXlsx from 'write-excel-file/node';
import { MAX_FILE } from '../../../../../src/contract/batches/schema.ts';
import { readBatchFile } from '../../../../../src/main/features/batches/reading/readFile.ts';

const text = (content: string) => new TextEncoder().encode(content);
const utf16 = (content: string) => new Uint8Array(Buffer.from(`\ufeff${content}`, 'utf16le'));
const usersOf = async (bytes: Uint8Array) =>
  (await readBatchFile(bytes)).rows.map(({ line, user }) => `${line} ${user}`);
const codeOf = (bytes: Uint8Array) => readBatchFile(bytes).then(undefined, ({ code }) => code);

describe('a file of users', () => {
  test.each([
    ['comma', 'user,serial\na@x.example,1\nb@x.example,2\n'],
    ['semicolon', 'user;serial\na@x.example;1\nb@x.example;2\n'],
    ['tab', 'user\tserial\na@x.example\t1\nb@x.example\t2\n'],
    ['bar', 'user|serial\na@x.example|1\nb@x.example|2\n'],
    ['Windows line ends', 'user,serial\r\na@x.example,1\r\nb@x.example,2\r\n'],
    ['no line end at the end', 'user,serial\na@x.example,1\nb@x.example,2'],
  ])('is read with %s', async (_, content) => {
    const { rows } = await readBatchFile(text(content));
    expect(rows).toEqual([
      { line: 2, user: 'a@x.example', serial: '1', name: null, profile: null },
      { line: 3, user: 'b@x.example', serial: '2', name: null, profile: null },
    ]);
  });

  test.each([
    ['UTF-8 with a byte order mark', text('\ufeffuser\nä@x.example\n')],
    ['UTF-16 with a byte order mark', utf16('user\nä@x.example\n')],
    ['the code page of Windows', new Uint8Array(Buffer.from('user\n\xe4@x.example\n', 'latin1'))],
  ])('is read in %s', async (_, bytes) => {
    expect(await usersOf(bytes)).toEqual(['2 ä@x.example']);
  });

  test('may have quotes, delimiters and line breaks in cells, and keeps the numbers of lines', async () => {
    const content = 'name,user\n"Key, ""blue""",a@x.example\n"two\nlines",b@x.example\n\nplain,c@x.example\n';
    expect((await readBatchFile(text(content))).rows.map(({ line, user, name }) => [line, user, name])).toEqual([
      [2, 'a@x.example', null],
      [3, 'b@x.example', null],
      [6, 'c@x.example', null],
    ]);
  });

  test('may be a list of names without headings', async () => {
    expect(await usersOf(text('a@x.example\nb@x.example\n'))).toEqual(['1 a@x.example', '2 b@x.example']);
  });

  test('without headings has its users in the column with addresses', async () => {
    expect(await usersOf(text('Ada,a@x.example\nBob,b@x.example\n'))).toEqual(['1 a@x.example', '2 b@x.example']);
  });

  test.each([
    ['unknown headings', 'foo,bar\nx,a@x.example\ny,b@x.example\n', ['2 a@x.example', '3 b@x.example']],
    ['unknown headings and no user in the first line after them', 'foo;bar\n;\nx;a@x.example\n', ['3 a@x.example']],
    ['a known heading that is not of the user', 'foo,serial\na@x.example,1\n', ['2 a@x.example']],
    ['object ids', 'who,what\n0b1c5f2e-0000-4000-a000-000000000001,x\n', ['2 0b1c5f2e-0000-4000-a000-000000000001']],
    ['one column, whose first line may be a user name, too', 'foo\na@x.example\n', ['1 foo', '2 a@x.example']],
    ['no user name at all', 'foo,bar\n4711,x\n', ['1 foo', '2 4711']],
  ])('finds its users with %s', async (_, content, users) => {
    expect(await usersOf(text(content))).toEqual(users);
  });

  test('recognizes headings in German, with signs and in any case', async () => {
    const file = await readBatchFile(text('Seriennummer;Benutzer-Name;Profil\n1;a@x.example;Desk\n'));
    expect(file.columns).toEqual(['serial', 'user', 'profile']);
    expect(file.rows[0]).toMatchObject({ user: 'a@x.example', serial: '1', profile: 'Desk' });
  });

  test('can be mapped by a person', async () => {
    const { rows } = await readBatchFile(text('who,what\n4711,x\n'), { columns: ['user', null] });
    expect(rows.map(({ user }) => user)).toEqual(['who', '4711']);
  });

  test('has headings if a person says so, and none if a person says that', async () => {
    const content = text('who,what\n4711,x\n');
    const named = await readBatchFile(content, { columns: ['user', null], hasHeadings: true });
    expect([named.headings, named.rows.map(({ user }) => user)]).toEqual([['who', 'what'], ['4711']]);
    const bare = await readBatchFile(text('user\n4711\n'), { columns: ['user'], hasHeadings: false });
    expect([bare.hasHeadings, bare.rows.map(({ user }) => user)]).toEqual([false, ['user', '4711']]);
  });

  test('says of each line that is no row why, and drops none', async () => {
    const content = `user,serial\n,1\n=HYPERLINK("x"),2\na@x.example,3,4,5\n${'x'.repeat(600)},6\nb@x.example,7\n`;
    const { rows, unread } = await readBatchFile(text(content));
    expect(rows.map(({ line }) => line)).toEqual([6]);
    expect(unread.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '2 no-user',
      '3 formula',
      '4 too-many-cells',
      '5 too-long',
    ]);
  });

  test.each([
    ['one name a line', 'user\na@x.example\n"b@x.example\nc@x.example\n', [3], ['2 a@x.example', '4 c@x.example']],
    ['columns', 'user;serial\na@x.example;1\n"b@x.example;2\nc@x.example;3\n', [3], ['2 a@x.example', '4 c@x.example']],
    ['the last line', 'user;serial\na@x.example;1\n\n"b@x.example;2', [4], ['2 a@x.example']],
    [
      'cells of several lines before',
      `user,note\n${'a@x.example,"one\ntwo"\n'.repeat(30)}b@x.example,"\nc@x.example,3\n`,
      [62],
      ['60 a@x.example', '63 c@x.example'],
    ],
    ['stray quotes before', 'user,serial\n"Bob" the,1\na@x.example,"1\nb@x.example,2\n', [2, 3], ['4 b@x.example']],
  ])('lists a line whose quotes never close as unread, and reads all others: %s', async (_, content, lines, users) => {
    const { unread } = await readBatchFile(text(content));
    expect(unread.map(({ line }) => line)).toEqual(lines);
    expect(unread.at(-1)).toMatchObject({ reason: 'quotes-open' });
    expect((await usersOf(text(content))).slice(-users.length)).toEqual(users);
  });

  test('lists a file in which each line opens quotes, two lines at a time', async () => {
    const { rows, unread } = await readBatchFile(text(`user\n${'"a@x.example\n'.repeat(20_001)}`));
    expect([rows.length, unread.length, unread.at(-1)?.line]).toEqual([0, 10_001, 20_002]);
  });

  test.each([
    ['one line', 'user,serial\na@x.example,1\n"Bob" the,2\n"c@x.example" ,3\n', 3, ['2 a@x.example', '4 c@x.example']],
    ['a line in the middle of a cell', 'user,serial\na@x.example,"1" b\nc@x.example,3\n', 2, ['3 c@x.example']],
    ['lines of one record', 'user,serial\n"a\nb" x,1\nc@x.example,"3\n4"\n', 2, ['4 c@x.example']],
  ])('lists %s with stray quotes as unread, and reads all others', async (_, content, line, users) => {
    const { unread } = await readBatchFile(text(content));
    expect(unread).toMatchObject([{ line, reason: 'quotes-stray' }]);
    expect(await usersOf(text(content))).toEqual(users);
  });

  test.each([
    ['31 characters', 'x'.repeat(31)],
    ['four families, which are 44 UTF-16 units', '👨‍👩‍👧‍👦'.repeat(4)],
  ])('lists a line whose passkey name has %s as unread', async (_, name) => {
    const { rows, unread } = await readBatchFile(text(`user,passkey name\na@x.example,${name}\nb@x.example,Key\n`));
    expect(rows.map(({ line }) => line)).toEqual([3]);
    expect(unread).toMatchObject([{ line: 2, reason: 'bad-name' }]);
  });

  test.each(['utf16le', 'utf16be'])('is read in %s without a byte order mark', async encoding => {
    const bytes = Buffer.from('user\nä@x.example\n日本@x.example\n', 'utf16le');
    if (encoding === 'utf16be') bytes.swap16();
    expect(await usersOf(new Uint8Array(bytes))).toEqual(['2 ä@x.example', '3 日本@x.example']);
  });

  test('removes invisible characters around names', async () => {
    expect(await usersOf(text('user\n\u200b a@x.example\u00a0\n'))).toEqual(['2 a@x.example']);
  });

  test('keeps controls and marks of direction inside users, so that they name nobody and can be seen, but not in names', async () => {
    const content = 'user,passkey name,serial\na\u202eb@x.example,Key\u202e1,\u001b12\n';
    expect((await readBatchFile(text(content))).rows).toMatchObject([
      { user: 'a\u202eb@x.example', name: 'Key1', serial: '12' },
    ]);
  });

  test('may be a workbook, whose numbers are texts', async () => {
    const bytes = await workbook([
      ['User', 'Serial'],
      ['a@x.example', 12345678],
      ['b@x.example', '0012'],
    ]);
    expect((await readBatchFile(bytes)).rows).toMatchObject([
      { line: 2, user: 'a@x.example', serial: '12345678' },
      { line: 3, user: 'b@x.example', serial: '0012' },
    ]);
  });

  test.each([
    ['empty', new Uint8Array(), 'batch-file-empty'],
    ['only line breaks', text('\n\n\r\n'), 'batch-file-empty'],
    ['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]), 'batch-file-damaged'],
    ['a cut workbook', new Uint8Array([0x50, 0x4b, 3, 4, 20, 0]), 'batch-file-damaged'],
    ['too large', new Uint8Array(MAX_FILE + 1), 'batch-file-too-large'],
  ])('that is %s is refused', async (_, bytes, code) => {
    expect(await codeOf(bytes)).toBe(code);
  });

  test('with columns of which none is a user is refused', async () => {
    expect(
      await readBatchFile(text('serial,profile\n1,Desk\n')).then(undefined, ({ code, params }) => [code, params]),
    ).toEqual(['batch-no-user-column', { headings: 'serial, profile' }]);
  });
});

async function workbook(rows: readonly (readonly (string | number)[])[]): Promise<Uint8Array> {
  const data = rows.map(row => row.map(value => ({ value })));
  return new Uint8Array(await writeXlsx(data).toBuffer());
}
