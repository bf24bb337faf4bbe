#!/usr/bin/env node
import { CommanderError } from 'commander';
import { onFatalError } from '../main/base/fatalErrors.ts';
import { speakFor } from './language.ts';
import { failureOf, printFailure } from './output.ts';
import { buildProgram } from './program.ts';
import { printUsage, USAGE } from './usage.ts';
import { guardOutput } from './writing.ts';

guardOutput();
speakFor(process.argv.slice(2), process.env);
onFatalError(failure => printFailure(process.argv.includes('--json'), failure));
try {
  await buildProgram().parseAsync(process.argv);
} catch (error) {
  if (!(error instanceof CommanderError)) {
    const failure = failureOf(error);
    process.exitCode = failure.code === 'usage' ? USAGE : 1;
    printFailure(process.argv.includes('--json'), failure);
  } else if (error.exitCode !== 0) {
    process.exitCode = USAGE;
    printUsage(error, process.argv.slice(2));
  }
}
