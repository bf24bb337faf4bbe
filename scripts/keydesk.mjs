import { handOver, installPackages } from './node24.mjs';

installPackages();
handOver('src/cli/keydesk.ts', process.argv.slice(2));
