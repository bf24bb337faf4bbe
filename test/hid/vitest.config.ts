import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

/** The HID lane. Its tests need the machine that boot.ts boots, so no other run of vitest includes them. */
export default defineConfig({
  root: join(import.meta.dirname, '../..'),
  test: {
    name: 'hid',
    include: ['test/hid/**/*.test.ts'],
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // As in vitest.config.ts: the machine sees the files of this computer.
    env: { XDG_DATA_HOME: mkdtempSync(join(tmpdir(), 'keydesk-test-data-')) },
    // All files share the same sockets.
    fileParallelism: false,
    isolate: false,
  },
});
