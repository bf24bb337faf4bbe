import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import { startGraphSimulator } from '../../src/simulator/graph/server.ts';
import { startIdentitySimulator } from '../../src/simulator/identity/server.ts';
import { noPostgres, type Postgres, startPostgres } from '../postgres.ts';
import { type Block, blocksOf, proseOf, readPage, runnablePages } from './markdown.ts';
import { type Cloud, runPage } from './page.ts';

/** How many command blocks of all pages may stay out of the run, each with its reason in the page. */
const MOST_NOT_RUN = 8;

/** Languages of blocks that hold no commands. */
const SHOWN_ONLY = ['text', 'json', 'js', 'ts', 'mermaid'];

/** A line that looks like a command. */
const COMMAND = /^(keydesk|npm|npx|node|git|curl) /m;

const blocks = new Map(runnablePages().map(page => [page, blocksOf(readPage(page))]));
const commandsOf = (page: string) => (blocks.get(page) ?? []).filter(({ language }) => language === 'sh');
const notRun = ({ marker }: Block) => marker?.startsWith('not run') === true;

let cloud: Cloud;
let postgres: Postgres | undefined;
beforeAll(async () => {
  const graph = await startGraphSimulator({ users: 30 });
  postgres = noPostgres === null ? await startPostgres() : undefined;
  const postgresUrl = await postgres?.database('record');
  cloud = {
    graph,
    identity: await startIdentitySimulator({ graph }),
    ...(postgresUrl === undefined ? {} : { postgresUrl }),
  };
  // The people that the pages name.
  graph.tenant.changeUser('user1@contoso.example', { userPrincipalName: 'mia@contoso.example' });
  graph.tenant.changeUser('user2@contoso.example', { userPrincipalName: 'anna@contoso.example' });
});
afterAll(async () => {
  await cloud.identity.close();
  await cloud.graph.close();
  await postgres?.close();
});

describe('the blocks of a page', () => {
  test.each([...blocks.keys()])('%s names the language of each, and only markers that exist', page => {
    for (const { line, language, code, marker } of blocks.get(page) ?? []) {
      const place = `${page}, line ${line}`;
      if (language !== '' || COMMAND.test(code)) expect(['sh', ...SHOWN_ONLY], place).toContain(language);
      if (language === 'json') expect(() => JSON.parse(code.startsWith('{') ? code : `{${code}}`), place).not.toThrow();
      if (marker !== undefined)
        expect(marker, place).toMatch(/^(not run: \S.{9,}|in the repository|background|prepare\n[\s\S]+)$/);
    }
  });

  test(`at most ${MOST_NOT_RUN} command blocks are not run`, () => {
    const left = [...blocks.keys()].flatMap(page =>
      commandsOf(page)
        .filter(notRun)
        .map(({ marker }) => `${page}: ${marker}`),
    );
    expect(left.length, left.join('\n')).toBeLessThanOrEqual(MOST_NOT_RUN);
  });
});

/** Why the commands cannot run here, or null. The pages are written for the shells of Linux and macOS. */
function obstacle(): string | null {
  if (process.platform === 'win32') return 'Windows has no bash';
  const missing = ['bash', 'jq', 'curl', 'openssl'].find(name => spawnSync(name, ['--version']).error !== undefined);
  return missing === undefined ? null : `${missing} is not there`;
}
const cannot = obstacle();

describe.skipIf(cannot !== null)(
  `the commands of a page do what it says${cannot === null ? '' : ` (${cannot})`}`,
  () => {
    const pages = [...blocks.keys()]
      .filter(page => commandsOf(page).some(block => !notRun(block)))
      .filter(page => noPostgres === null || !page.endsWith('record.md'));

    test.each(pages)('%s', { timeout: 150_000 }, async page => {
      const runs = commandsOf(page).filter(block => !notRun(block));
      expect(await runPage(page, runs, cloud)).toBeNull();
    });
  },
);

describe('the commands in the text of a page', () => {
  test.each(runnablePages())('%s names commands and options that exist', page => {
    for (const [, text] of proseOf(readPage(page)).matchAll(/`(?:npm run -s keydesk -- |keydesk )([a-z][^`]*)`/g)) {
      expect(unknownIn(text ?? ''), `${page}: keydesk ${text}`).toBeNull();
    }
  });
});

/** Returns the first word of a command line that the program does not know; null where it knows all of them. */
function unknownIn(line: string): string | null {
  let command = buildProgram();
  for (const word of line.replaceAll(/[[\]()|]/g, ' ').split(/\s+/)) {
    const sub = command.commands.find(each => each.name() === word);
    if (sub !== undefined && command.registeredArguments.length === 0) command = sub;
    else if (/^--[a-z]/.test(word) && !command.options.some(({ long }) => long === word)) return word;
  }
  return command.commands.length > 0 && command.name() === 'keydesk' ? line : null;
}
