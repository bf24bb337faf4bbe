import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keydesk, type RunOptions } from './run.ts';

const data = mkdtempSync(join(tmpdir(), 'keydesk-pseudo-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

const PIN = '264857';
const USER = 'user1@contoso.example';
/** Names of people and departments, which the tenant has. */
const facts = new Set<string>();
let secrets = '';

/** Runs a command in practice mode, and returns its output in English with accents. */
async function shown(command: readonly string[], options: RunOptions = {}): Promise<string> {
  const args = [...command, '--practice', '--data', data];
  const env = { LC_ALL: 'en-XA', KEYDESK_WEBHOOK_SECRETS: secrets };
  const { stdout, stderr } = await keydesk(args, { ...options, env });
  return `${stdout}${stderr}`;
}

/** Runs a command in practice mode, and returns its answer for scripts. */
async function answer(...command: string[]) {
  const { stdout } = await keydesk([...command, '--json', '--practice', '--data', data]);
  return JSON.parse(stdout);
}

/** What comes from elsewhere: addresses, ids, secrets, names of the practice tenant and key, dates, and codes of specifications. */
const FACTS: readonly RegExp[] = [
  /https?:\S+|\S+@\S+|\/\S+|whsec_\S+|[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4,12}){4}|\b[A-Za-z0-9_-]{20,}\b/g,
  /\b[A-Z0-9]{5}-[A-Z0-9]{5}\b|Default passkey profile|(Old )?[Pp]ractice( key)?|\bContoso\b|\bKeydesk\b|\bSales\b|\bbeta\b|\(copy\)|login\.microsoft\.com/g,
  /\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d/g,
  // Members of getInfo and their values have the names of CTAP.
  /^(versions|extensions|aaguid|options|maxMsgSize|pinUvAuthProtocols|transports|algorithms|forcePINChange) .*$/gm,
  /^(minPINLength|maxPINLength|firmwareVersion|remainingDiscoverableCredentials) .*$/gm,
];

/** Returns the English words of an output that are in no catalog. */
function foreignIn(output: string): string[] {
  const plain = FACTS.reduce((text, fact) => text.replaceAll(fact, ''), output);
  return wordsIn(plain).filter(word => !facts.has(word));
}

function wordsIn(text: string): string[] {
  return text.match(/[A-Za-z][A-Za-z-]{2,}/g) ?? [];
}

beforeAll(async () => {
  await answer('import');
  for (const { displayName, department } of await answer('users', 'export', '--format', 'json')) {
    for (const word of wordsIn(`${displayName} ${department}`)) facts.add(word);
  }
  const { webhook, secret } = await answer('webhooks', 'add', 'http://127.0.0.1:9/path');
  secrets = `${webhook.id}=${secret}`;
}, 60_000);

/** In this order: what the first ones write, the later ones list. */
const commands: readonly (readonly [string, ...string[]])[] = [
  ['enroll', '--user', USER, '--pin-stdin'],
  ['enroll', '--user', 'user2@contoso.example', '--pin-stdin'],
  ['workflows', 'create', '--name', 'Sales', '--existing', 'backup'],
  ['activation', 'code', '--user', 'user3@contoso.example'],
  ['assignments', 'assign', '--user', 'user4@contoso.example'],
  ['webhooks', 'deliver'],
  ['webhooks', 'list'],
  ['webhooks', 'deliveries'],
  ['webhooks', 'deliveries', '--limit', '1'],
  ['workflows', 'list'],
  ['activation', 'list'],
  ['assignments', 'list'],
  ['inventory', 'list'],
  ['activity', 'list'],
  ['activity', 'list', '--limit', '1'],
  ['activity', 'list', '--before', '1'],
  ['passkeys', 'list', '--user', USER],
  ['users', 'list', '--search', 'user17'],
  ['keys', 'list'],
  ['keys', 'info'],
  ['keys', 'credentials', 'list', '--pin-stdin'],
  ['keys', 'fingerprints', 'list', '--pin-stdin'],
  ['enrollments', 'list'],
  ['metadata', 'show'],
  ['policy', 'show'],
  ['policy', 'check', '--user', USER, '--key', 'practice'],
  ['connection', 'check'],
  ['network'],
  ['station', 'show'],
  ['import', '--full'],
  ['backup', '--to', join(data, 'copy.tar')],
  ['keys', 'reset', '--confirm', 'wrong'],
  ['passkeys', 'list', '--user', 'nobody@contoso.example'],
];

test.each(commands)('%s %s %s prints no text outside the catalogs', { timeout: 60_000 }, async (...command) => {
  const output = await shown(command, { stdin: `${PIN}\n` });
  expect(output).toContain('⟦');
  expect({ output, foreign: foreignIn(output) }).toEqual({ output, foreign: [] });
});

test('lists, shows, runs and disables a workflow without text outside the catalogs', { timeout: 60_000 }, async () => {
  const [{ id }] = (await answer('workflows', 'list')).workflows;
  for (const command of [['show', id], ['run', id], ['runs'], ['disable', id], ['duplicate', id], ['delete', id]]) {
    const output = await shown(['workflows', ...command]);
    expect({ command, foreign: foreignIn(output) }).toEqual({ command, foreign: [] });
  }
});

test('lists connections without text outside the catalogs', { timeout: 60_000 }, async () => {
  const folder = join(data, 'real');
  const env = { LC_ALL: 'en-XA' };
  const add = ['connection', 'add', '--tenant', 'contoso.example', '--client-id', 'one', '--sign-in', 'device-code'];
  await keydesk([...add, '--data', folder], { env });
  const { stdout } = await keydesk(['connection', 'list', '--data', folder], { env });
  expect({ stdout, foreign: foreignIn(stdout.replaceAll('contoso.example', '')) }).toEqual({ stdout, foreign: [] });
});

test('a code or a sentence in the output is found', () => {
  expect(foreignIn('⟦Šţåţé⟧  enabled  ⟦121 built-in⟧  Nothing here')).toEqual([
    'enabled',
    'built-in',
    'Nothing',
    'here',
  ]);
});
