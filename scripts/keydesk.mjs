#!/usr/bin/env node
// npm run keydesk -- …: the keydesk command.
import { refuseSwallowedOptions } from './arguments.mjs';
import { handOver, installPackages } from './node24.mjs';

refuseSwallowedOptions(['practice', 'data', 'graph'], 'npm run -s keydesk');
installPackages();
handOver('src/cli/keydesk.ts', process.argv.slice(2));
