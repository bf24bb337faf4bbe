import { createHash } from 'node:crypto';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');

/** The programs that tests start, and the processes and threads that these start themselves. */
const sources = {
  keydesk: 'src/cli/keydesk.ts',
  loopback: 'src/main/shells/loopback/main.ts',
  keyHost: 'src/main/services/keys/host.ts',
  directoryThread: 'src/main/features/directory/database/worker.ts',
  workflowThread: 'src/main/features/workflows/engine/worker.ts',
  integrityThread: 'src/main/base/store/integrity/worker.ts',
  station: 'test/main/features/activation/station.ts',
  historyDesk: 'test/histories/desk.ts',
  enrollingDesk: 'test/histories/enrollments/desk.ts',
} as const;

/** Changes with every source and with every package. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const pattern of [
    'src/**/*.{ts,mjs}',
    'package-lock.json',
    'test/{bundle,programs}.ts',
    'test/histories/**/*.ts',
    'test/main/services/keys/hostHere.ts',
    sources.station,
  ]) {
    for (const file of globSync(pattern, { cwd: root }).sort()) {
      const { mtimeMs, size } = statSync(join(root, file));
      // Whole milliseconds, because the machine of the HID lane may see less than this computer.
      hash.update(`${file} ${Math.floor(mtimeMs)} ${size}\n`);
    }
  }
  return hash.digest('hex').slice(0, 16);
}

const folder = join(root, 'node_modules/.cache/keydesk-programs', fingerprint());
// The bundler takes a moment to load, and is needed after a change of the sources only.
if (!existsSync(folder)) await (await import('./bundle.ts')).bundle(root, sources, folder);

/**
 * The paths of the programs, each in a bundle of the sources. From source, a program loads some nine hundred modules, which
 * is most of the processor time of a short command, and tests start more than a thousand. The bundle is kept until a
 * source changes.
 */
export const programs = Object.fromEntries(
  Object.keys(sources).map(name => [name, join(folder, `${name}.js`)]),
) as Readonly<Record<keyof typeof sources, string>>;
