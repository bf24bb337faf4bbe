/**
 * A process that counts in the record: each step reads the number and writes the next one. Its arguments are folder and
 * steps.
 */
import { openRecord } from '../../../../src/main/app/record/openRecord.ts';
import { countUp } from './countUp.ts';

const [folder = '', steps = '0'] = process.argv.slice(2);
const store = openRecord(folder);
await countUp(store.database, Number(steps));
await store.close();
