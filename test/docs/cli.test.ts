import { expect, test } from 'vitest';
import { withCommands } from '../../scripts/commandTable.ts';
import { readPage } from './markdown.ts';

test('docs/cli.md lists the commands of the program (npm run docs writes them)', () => {
  const page = readPage('docs/cli.md');
  expect(page).toBe(withCommands(page));
});
