// npm run histories [-- --count N --seed S --kinds A,B --minutes M --again]: random histories of several desks on one record, with
// faults; npm run histories -- enrollments [--count N --seed S]: with whole enrollments (docs/testing.md). Ends with 1 if one of them left something wrong.
import { handOver, installPackages } from './node24.mjs';

const args = process.argv.slice(2);
installPackages();
handOver(`test/histories/${args[0] === 'enrollments' ? 'enrollments/' : ''}main.ts`, args);
