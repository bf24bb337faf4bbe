// npm run histories [-- --count N --seed S --kinds A,B --minutes M --again]: random histories of several desks on one record, with
// faults (docs/testing.md). Ends with 1 if one of them left something wrong.
import { handOver, installPackages } from './node24.mjs';

installPackages();
handOver('test/histories/main.ts', process.argv.slice(2));
