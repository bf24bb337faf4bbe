#!/usr/bin/env node
import { CommanderError } from 'commander';
import { buildProgram } from './program.ts';
import { printUsage, USAGE } from './usage.ts';
import { guardOutput } from './writing.ts';

guardOutput();
try {
  await buildProgram().parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode !== 0) {
    process.exitCode = USAGE;
    printUsage(error, process.argv.slice(2));
  }
}
