#!/usr/bin/env node
import { CommanderError } from 'commander';
import { buildProgram } from './program.ts';

/** Exit codes that scripts rely on. */
const USAGE = 2;

try {
  await buildProgram().parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : USAGE;
}
