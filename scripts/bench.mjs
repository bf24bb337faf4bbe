// npm run bench [-- PART … --json]: figures and ratios, of all parts or of these.
import { refuseUsage } from './arguments.mjs';
import { benchParts } from './benchParts.mjs';
import { handOver, installPackages } from './node24.mjs';

const args = process.argv.slice(2);
const unknown = args.find(arg => arg !== '--json' && !benchParts.includes(arg));
if (unknown !== undefined)
  refuseUsage(
    `${JSON.stringify(unknown)} is not an argument of this command.`,
    `usage: npm run bench -- [--json] [PART …]\nparts: ${benchParts.join(' ')}`,
  );
installPackages();
handOver('bench/main.ts', args);
