import { Command, Option } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { languages, wordsOf } from '../words/say.ts';
import { refuseIgnored, refuseSwallowed } from './combinations.ts';
import { helpInWords, inWords } from './commander.ts';
import { addActivation } from './commands/activation.ts';
import { addActivity } from './commands/activity.ts';
import { addAssignments } from './commands/assignments.ts';
import { addBackup } from './commands/backup.ts';
import { addBatch } from './commands/batch.ts';
import { addCompletion } from './commands/completion.ts';
import { addConnection } from './commands/connection.ts';
import { addDeferred } from './commands/deferred.ts';
import { addEnroll } from './commands/enroll.ts';
import { addEnrollments } from './commands/enrollments.ts';
import { addImport } from './commands/import.ts';
import { addInventory } from './commands/inventory.ts';
import { addKeys } from './commands/keys/keys.ts';
import { addMetadata } from './commands/metadata.ts';
import { addNetwork } from './commands/network.ts';
import { addOrganization } from './commands/organization.ts';
import { addOverview } from './commands/overview.ts';
import { addPasskeys } from './commands/passkeys.ts';
import { addPolicy } from './commands/policy.ts';
import { addProfiles } from './commands/profiles.ts';
import { addReconcile } from './commands/reconcile.ts';
import { addRecord } from './commands/record.ts';
import { addSimulate } from './commands/simulate.ts';
import { addStation } from './commands/station.ts';
import { addUsers } from './commands/users.ts';
import { addWebhooks } from './commands/webhooks.ts';
import { addWorkflows } from './commands/workflows.ts';
import { terminalLine, writeErr, writeOut } from './writing.ts';

/** SECURITY: a usage error quotes the argument, which a script may have read from a directory or a key. */
const terminalOutput = {
  writeOut: (text: string) => void writeOut(shownLines(text)),
  writeErr: (text: string) => void writeErr(shownLines(text)),
  outputError: (text: string, write: (text: string) => void) => write(`${inWords(text)}\n`),
};

function shownLines(text: string): string {
  return text.split('\n').map(terminalLine).join('\n');
}

/**
 * Creates the `keydesk` command with all its subcommands. Wrong usage throws a CommanderError after a message on
 * stderr.
 */
export function buildProgram(): Command {
  const words = wordsOf('commandLine');
  const program = new Command('keydesk')
    .version(packageJson.version, '-V, --version', words.version)
    .helpOption('-h, --help', words.help)
    .helpCommand('help [command]', words.help)
    .configureHelp(helpInWords)
    .description(words.description)
    .option('--json', words.json)
    .option('--data <dir>', words.data)
    .option('--practice', words.practice)
    .option('--graph <url>', words.graph)
    .addOption(new Option('--graph-version <version>', words.graphVersion).choices(['v1.0', 'beta']))
    .addOption(new Option('--language <language>', words.language).choices(languages))
    .option('--verbose', words.verbose)
    // An option after a command is the command's own: `batch sheets --language` has more languages than the global option.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput(terminalOutput)
    .showHelpAfterError(words.seeHelp);
  const parts = [
    addOverview,
    addConnection,
    addNetwork,
    addKeys,
    addUsers,
    addImport,
    addPasskeys,
    addEnroll,
    addProfiles,
    addBatch,
    addDeferred,
    addOrganization,
    addEnrollments,
    addAssignments,
    addInventory,
    addReconcile,
    addActivation,
    addActivity,
    addMetadata,
    addPolicy,
    addWorkflows,
    addWebhooks,
    addBackup,
    addRecord,
    addStation,
    addSimulate,
    addCompletion,
  ];
  for (const add of parts) add(program);
  inheritBehavior(program);
  program.hook('preAction', (_, command) => {
    refuseSwallowed(command);
    refuseIgnored(command);
  });
  return program;
}

/** Allows global options before or after the command's name, and makes all commands fail in the same way. */
function inheritBehavior(command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(command);
    for (const option of command.options) {
      if (!child.options.some(own => own.long === option.long)) child.addOption(option);
    }
    inheritBehavior(child);
  }
}
