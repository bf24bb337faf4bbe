// npm run mutation -- AREA [files]: changes the code of an area in many small ways, and reports the changes that no
// test detects. `files` restricts the files, as in `npm run mutation -- ctap src/ctap/cbor.ts`. KEYDESK_MUTATION_TESTS,
// a glob, replaces the tests of the area. It takes minutes to hours and is not part of npm test.
import { spawnSync } from 'node:child_process';
import { environment, installPackages, root } from './node24.mjs';

/**
 * Only tests that start no core: each takes milliseconds instead of a minute. They miss changes that only a complete
 * core would detect.
 */
const quick = {
  activation: ['codes', 'forUser', 'idToken', 'keyWait', 'records', 'signInTimes', 'sittings', 'thisKey'],
  enrollment: [
    ...['ceremony', 'cleanUp', 'erased', 'finishHere', 'journal', 'orphans', 'passkeyName', 'preflight', 'proof'],
    ...['randomPin', 'recover', 'register', 'userVerification', 'verify'],
  ],
};

/** The code to mutate, and the tests that run for each change. */
const areas = {
  ctap: { mutate: ['src/ctap/**/*.ts'], tests: 'test/{ctap,vectors,simulator/key}/**/*.test.ts' },
  enrollment: {
    mutate: ['src/main/features/enrollment/**/*.ts'],
    tests: `test/main/features/enrollment/{${quick.enrollment}}.test.ts`,
  },
  activation: {
    mutate: ['src/main/features/activation/**/*.ts'],
    tests: `test/main/features/activation/{${quick.activation}}.test.ts`,
  },
  station: { mutate: ['src/main/app/stationLock.ts'], tests: 'test/main/app/station*.test.ts' },
  webhooks: { mutate: ['src/main/features/webhooks/**/*.ts'], tests: 'test/main/features/webhooks/**/*.test.ts' },
};

const [name, ...files] = process.argv.slice(2);
const area = Object.hasOwn(areas, name ?? '') ? areas[name] : undefined;
if (area === undefined) {
  console.error(`usage: npm run mutation -- ${Object.keys(areas).join('|')} [files]`);
  process.exit(2);
}

installPackages();
const mutate = (files.length > 0 ? files : area.mutate).join(',');
const { status } = spawnSync('stryker', ['run', '--mutate', mutate], {
  cwd: root,
  stdio: 'inherit',
  env: { ...environment(), KEYDESK_MUTATION_TESTS: process.env.KEYDESK_MUTATION_TESTS ?? area.tests },
  shell: process.platform === 'win32',
});
process.exit(status ?? 1);
