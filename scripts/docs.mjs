// npm run docs: writes the table of commands in docs/cli.md from the program itself.
import { refuseArguments } from './arguments.mjs';
import { handOver, installPackages } from './node24.mjs';

refuseArguments('It takes none.');
installPackages();
handOver('scripts/commandTable.ts', []);
