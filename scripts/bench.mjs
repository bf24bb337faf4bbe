import { handOver, installPackages } from './node24.mjs';

installPackages();
handOver('bench/main.ts', process.argv.slice(2));
