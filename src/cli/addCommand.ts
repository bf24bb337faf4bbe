import type { Command } from 'commander';
import { type Session, withCore } from './session.ts';
import { addTakes, type Given, givenTo, keyUseOf, type Takes } from './takes.ts';

interface Spec<T extends Takes> {
  /** Options and arguments, in the order of the help. takes.ts has a function for each kind. */
  readonly takes?: T;
  /** Waits until the enrollments that an earlier run left unfinished are recovered. */
  readonly recover?: boolean;
  /** The work cleans up and ends by itself if its signal aborts. */
  readonly cleansUp?: boolean;
  /** Refuses wrong usage before the core starts. @throws CommanderError */
  readonly check?: (given: Given<T>, command: Command) => void;
}

/**
 * Adds a command that calls the core. withCore (session.ts) starts the core, prints failures and sets the exit code.
 *
 *     addCommand(webhooks, 'remove', words.remove, { takes: { id: argument() } }, async ({ client, json }, { id }) => {
 *       await client.webhooks.remove({ id });
 *       print(json, { ok: true, id }, () => [words.removed]);
 *     });
 *
 * @param about its line in the help
 * @param work gets the client of the contract, and the values of `takes`
 */
export function addCommand<T extends Takes = Record<never, never>>(
  parent: Command,
  name: string,
  about: string,
  spec: Spec<T>,
  work: (session: Session, given: Given<T>, command: Command) => Promise<void>,
): void {
  const { takes, recover = false, cleansUp = false, check } = spec;
  // Without `takes`, the type of the values has no members either.
  const own = takes ?? ({} as T);
  addLocalCommand(parent, name, about, own, (given, command) => {
    check?.(given, command);
    const use = { key: keyUseOf(own), recover, cleansUp };
    // The values are read again, because the person may have chosen a key meanwhile.
    return withCore(command, use, session => work(session, givenTo(command, own), command));
  });
}

/** Adds a command that does not need the core. */
export function addLocalCommand<T extends Takes>(
  parent: Command,
  name: string,
  about: string,
  takes: T,
  work: (given: Given<T>, command: Command) => Promise<void> | void,
): void {
  const command = parent.command(name).description(about);
  addTakes(command, takes);
  command.action(() => work(givenTo(command, takes), command));
}
