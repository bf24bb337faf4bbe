import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { root } from './markdown.ts';

// electron-builder brings a YAML reader.
const requireBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder/package.json'));
const requireLibrary = createRequire(requireBuilder.resolve('app-builder-lib/package.json'));
const { load } = requireLibrary('js-yaml') as { load: (text: string) => unknown };

interface Workflow {
  jobs: Record<string, { 'timeout-minutes': number; steps: { run?: string }[] }>;
}

const folder = join(root, '.github');
const read = (file: string) => load(readFileSync(join(folder, file), 'utf8'));
const { jobs } = read('workflows/ci.yml') as Workflow;
const commands = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));

describe('.github', () => {
  test.each(
    readdirSync(folder, { recursive: true })
      .map(String)
      .filter(name => name.endsWith('.yml')),
  )('%s is YAML with content', file => {
    expect(read(file)).toBeInstanceOf(Object);
  });

  test('each job of the workflow ends by itself', () => {
    for (const [name, job] of Object.entries(jobs)) expect(job['timeout-minutes'], name).toBeGreaterThan(0);
  });

  test('the workflow runs npm test, and only scripts that exist', () => {
    expect(commands).toContain('npm test');
    for (const command of commands) {
      const [, script] = /npm run (?:-s )?(\S+)/.exec(command) ?? [];
      if (script !== undefined) expect(Object.keys(packageJson.scripts)).toContain(script);
      for (const [file] of command.matchAll(/scripts\/\S+/g)) expect(existsSync(join(root, file)), file).toBe(true);
    }
  });
});
