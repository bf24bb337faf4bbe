import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longestFirst.ts';

/** One project a lane, so that a lane can run, or be counted as skipped, on its own (scripts/test.mjs). */
export default defineConfig({
  test: {
    testTimeout: 60_000,
    // Hooks start the same cores, servers and browsers as tests. The default is ten seconds.
    hookTimeout: 60_000,
    // By default, one core is left for other work. Many tests wait for processes that they start.
    maxWorkers: '100%',
    sequence: { sequencer: LongestFirst },
    // On a busy computer, what takes 0.1 s elsewhere takes seconds. The default is one second.
    expect: { poll: { timeout: 15_000 } },
    // A failure on a machine of nobody is read from its message alone. The default cuts values after 40 letters.
    chaiConfig: { truncateThreshold: 2000 },
    // No test touches what a person keeps in the default data folder, which another version may have written.
    env: {
      XDG_DATA_HOME: mkdtempSync(join(tmpdir(), 'keydesk-test-data-')),
      // English, whatever the language of the machine.
      LC_ALL: 'C.UTF-8',
    },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/{ctap,simulator,fuzz,main,cli,renderer,scripts,words,docs}/**/*.test.ts'],
          // Files share two processes: to start one and to load the sources takes longer than most files. A file restores what
          // it changes outside of itself.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'contract', include: ['test/contract/**/*.test.ts'] } },
      { extends: true, test: { name: 'oracles', include: ['test/oracles/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 90_000,
          // One after the other, each in a process of its own: browsers, servers and timers of a file end with it.
          fileParallelism: false,
          setupFiles: 'test/e2e/setup.ts',
        },
      },
    ],
  },
});
