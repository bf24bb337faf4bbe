import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import { speakFor } from '../../src/cli/language.ts';
import { speak, spoken } from '../../src/words/say.ts';
import { keydesk } from './run.ts';

const folder = mkdtempSync(join(tmpdir(), 'keydesk-language-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
afterEach(() => speak('en'));

const GERMAN = { LC_ALL: 'de_DE.UTF-8' };

describe('the language of a command', () => {
  test.each([
    ['de', [], { LC_ALL: 'de_DE.UTF-8', LANG: 'en_US.UTF-8' }],
    ['de', [], { LC_ALL: '', LC_MESSAGES: 'de_AT', LANG: 'en_US.UTF-8' }],
    ['de', [], { LANG: 'de_CH.UTF-8@euro' }],
    ['en', [], { LC_ALL: 'C', LANG: 'de_DE.UTF-8' }],
    ['en', [], { LANG: 'POSIX' }],
    ['en', [], { LANG: 'fr_FR.UTF-8' }],
    // Only tests speak a pseudo-language.
    ['en', [], { LANG: 'en-XA' }],
    ['en', [], { LANG: 'ar_XB.UTF-8' }],
    ['en', ['users', '--language', 'en'], GERMAN],
    ['de', ['users', '--language=de'], { LANG: 'en_US.UTF-8' }],
    ['de', ['--language', 'en', '--language', 'de'], {}],
    ['de', ['--language', 'klingon'], GERMAN],
    ['en', ['keys', '--json'], GERMAN],
    ['en', ['keys', '--json', '--language', 'de'], {}],
  ])('is %s for %j with %j', (language, args, env) => {
    speakFor(args, env);
    expect(spoken()).toBe(language);
  });
});

describe('a command in German', () => {
  test('shows its help, its results and its errors in German', async () => {
    const help = await keydesk(['--help'], { env: GERMAN });
    expect(help.stdout).toMatch(/^Aufruf: keydesk \[Optionen\] \[Befehl\]\n/);
    const keys = await keydesk(['keys', 'list', '--practice', '--data', folder], { env: GERMAN });
    expect(keys.stdout).toMatch(/^SCHLÜSSEL +PRODUKT +HERSTELLER/);
    const wrong = await keydesk(['keys', 'list', '--nonsense'], { env: GERMAN });
    expect(wrong.code).toBe(2);
    expect(wrong.stderr).toMatch(/^Fehler: /);
    const unknown = await keydesk(['keys', 'list', '--language', 'klingon'], { env: GERMAN });
    expect(unknown.code).toBe(2);
    expect(unknown.stderr).toContain('klingon');
  }, 60_000);

  test('writes the same JSON as in English', async () => {
    const args = ['metadata', 'show', '--json', '--practice', '--data', folder];
    const [german, english] = [await keydesk(args, { env: GERMAN }), await keydesk(args)];
    expect(german).toEqual(english);
    const failing = ['passkeys', 'list', '--user', 'nobody@contoso.example', '--json', '--practice', '--data', folder];
    const [one, other] = [await keydesk(failing, { env: GERMAN }), await keydesk(failing)];
    expect(one).toEqual(other);
    expect(one.code).toBe(1);
  }, 60_000);
});
