import { expect } from 'vitest';
import { keydesk } from './cli/run.ts';
import { readPdf } from './pdfText.ts';

/** Numbers of practice users that may have a key: number 29 is a guest, and number 37 is disabled. */
export const forty = Array.from({ length: 42 }, (_, n) => n + 1).filter(n => n !== 29 && n !== 37);

export const passphrase = 'correct horse battery';

/** A file of these users, as a person saves it with a German Excel. */
export function csvOf(users: readonly number[]): string {
  return ['\uFEFFBenutzer;Name', ...users.map(n => `user${n}@contoso.example;"Schlüssel ${n}"`)].join('\r\n');
}

/** Returns a function that runs commands in practice mode on a data folder. PINs are sealed. */
export function commandsOn(folder: string) {
  return async (args: readonly string[], stdin = '') => {
    const env = { KEYDESK_SEALING_KEY: sealingKey };
    const { code, stdout } = await keydesk(['--practice', '--data', folder, '--json', ...args], { env, stdin });
    return { code, answer: stdout === '' ? {} : JSON.parse(stdout) };
  };
}

export const sealingKey = 'a key that is long enough to seal with it';

/** Expects one sheet for each user, whose texts are in the languages of the users. */
export async function expectSheets(content: Uint8Array, count: number): Promise<void> {
  const pages = await readPdf(content, passphrase);
  expect(pages).toHaveLength(count);
  const text = pages
    .map(page => page.text)
    .join('\n')
    .normalize('NFKC');
  // A reader returns right-to-left text in the order of the page or of the letters.
  const arabic = /مفتاح الأمان|نامألا حاتفم/;
  for (const title of [/Ihr Sicherheitsschlüssel/, /セキュリティ/, arabic, /Votre clé de sécurité/])
    expect(text).toMatch(title);
}

/** Expects 37 rows that are done, and three that failed with a reason. */
export function expectEnds(rows: readonly { state: string; error?: { code: string } }[]): void {
  const failed = rows.filter(({ state }) => state === 'failed');
  expect(rows.filter(({ state }) => state === 'done')).toHaveLength(37);
  expect(failed.map(({ error }) => error?.code)).toEqual(Array(3).fill('key-full'));
}
