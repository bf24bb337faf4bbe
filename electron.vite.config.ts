import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const at = (path: string) => resolve(import.meta.dirname, path);

/** Builds main (window, core and key host, each its own process), the sandboxed preload and the renderer into out/. */
export default defineConfig({
  main: {
    build: {
      rollupOptions: {
        input: {
          index: at('src/main/shells/electron/main.ts'),
          core: at('src/main/shells/electron/core.ts'),
          keyHost: at('src/main/services/keys/host.ts'),
          directoryThread: at('src/main/features/directory/database/worker.ts'),
          workflowThread: at('src/main/features/workflows/engine/worker.ts'),
          integrityThread: at('src/main/base/store/integrity/worker.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      externalizeDeps: false,
      // A sandboxed preload must be one CommonJS file.
      rollupOptions: {
        input: { index: at('src/preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: at('src/renderer'),
    plugins: [react()],
    build: {
      minify: true,
      rollupOptions: { input: at('src/renderer/index.html') },
      // Everything is served from this computer: one request fewer is worth nothing, a data: script would break the CSP.
      assetsInlineLimit: 0,
      chunkSizeWarningLimit: 1000,
    },
  },
});
