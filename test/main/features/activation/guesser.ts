/**
 * Guesses a code many times at once in a separate process. Arguments: data folder, tenant, user, code, number of
 * guesses.
 */

import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import { openDeskTime } from '../../../../src/main/base/store/deskTime.ts';
import { createCodes } from '../../../../src/main/features/activation/codes.ts';

/** The result of each guess: an error's code, or `taken`. */
export type Answers = readonly string[];

const [folder = '', tenant = '', user = '', code = '', count = ''] = process.argv.slice(2);
const store = openRecord(folder);
const instance = { id: 'guesser', isAlive: () => false };
const codes = createCodes({ database: store.database, time: await openDeskTime(store), instance, station: 'station' });
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
