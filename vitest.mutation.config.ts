import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** Only for scripts/mutation.mjs, which names the tests. */
export default defineConfig({
  test: {
    testTimeout: 60_000,
    // One import of the code for all test files: most of the time of a mutant is that.
    isolate: false,
    env: { XDG_DATA_HOME: mkdtempSync(join(tmpdir(), 'keydesk-mutation-data-')) },
    include: [process.env.KEYDESK_MUTATION_TESTS ?? 'test/ctap/**/*.test.ts'],
  },
});
