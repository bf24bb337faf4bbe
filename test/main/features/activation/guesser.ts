/** Guesses a code many times at once in a process of its own. Arguments: data folder, tenant, user, code, how often. */
import { openCodes } from '../../../src/main/activation/codes.ts';
import { openStore } from '../../../src/main/store/database.ts';
import { openDeskTime } from '../../../src/main/store/deskTime.ts';

/** What each guess was answered with: an error's code, or `taken`. */
export type Answers = readonly string[];

const [folder = '', tenant = '', user = '', code = '', count = ''] = process.argv.slice(2);
const store = openStore(folder);
const instance = { id: 'guesser', isAlive: () => false };
const codes = openCodes({ database: store.database, time: await openDeskTime(store), instance, station: 'station' });
const guesses = Array.from({ length: Number(count) }, () =>
  codes.check(tenant, user, code).then(
    () => 'taken',
    error => error.code,
  ),
);
const answers: Answers = await Promise.all(guesses);
process.send?.(answers);
await store.close();
process.disconnect();
