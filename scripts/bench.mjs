// npm run bench [-- --json]: figures and ratios.
import { refuseArguments } from './arguments.mjs';
import { handOver, installPackages } from './node24.mjs';

const args = process.argv.slice(2);
refuseArguments(
  'It takes --json alone.',
  args.filter(arg => arg !== '--json'),
);
installPackages();
handOver('bench/main.ts', args);
