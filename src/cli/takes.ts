import { Argument, type Command, Option } from 'commander';
import { wordsOf } from '../words/say.ts';
import { type Defined, defined } from './defined.ts';

/** What a command does with the key that an option names: opens it, or only lists it if it is a development key. */
export type KeyUse = 'chosen' | 'listed';

/** An option of a command. Its name on the command line comes from the member: `pinStdin` is `--pin-stdin`. */
interface TakenOption<Value> {
  option(flag: string): Option;
  readonly key?: KeyUse;
  /** Never set. It lets the compiler find the type. */
  readonly typeOf?: () => Value;
}

/** A positional argument of a command. */
interface TakenArgument<Value> {
  argument(name: string): Argument;
  readonly typeOf?: () => Value;
}

/** The options and arguments that a command takes, by the names under which its code gets their values. */
export type Takes = Readonly<Record<string, TakenOption<unknown> | TakenArgument<unknown>>>;

type ValueOf<Taken> = Taken extends { readonly typeOf?: () => infer Value } ? Value : never;

/** The values of `Takes`. A value that need not be given is an optional member. */
export type Given<T extends Takes> = Defined<{ readonly [Name in keyof T]: ValueOf<T[Name]> }>;

/** Creates an option without a value. */
export function flag(about: string): TakenOption<boolean | undefined> {
  return { option: name => new Option(name, about) };
}

/** Creates an option with a text. @param value the value in the help, such as `<file>` */
export function text(value: string, about: string): TakenOption<string | undefined> {
  return { option: name => new Option(`${name} ${value}`, about) };
}

/** Creates an option with a text that must be given. */
export function needed(value: string, about: string): TakenOption<string> {
  return { option: name => new Option(`${name} ${value}`, about).makeOptionMandatory() };
}

/** Creates an option with several texts. @param value such as `<id...>` */
export function texts(value: string, about: string): TakenOption<string[] | undefined> {
  return { option: name => new Option(`${name} ${value}`, about) };
}

/** Creates an option whose text is parsed. @param parse throws InvalidArgumentError for a text that it refuses */
export function parsed<Value>(
  value: string,
  about: string,
  parse: (text: string) => Value,
): TakenOption<Value | undefined> {
  return { option: name => new Option(`${name} ${value}`, about).argParser<Value>(parse) };
}

/** Creates an option that is one of some words. */
export function oneOf<const Word extends string>(
  value: string,
  about: string,
  words: readonly Word[],
): TakenOption<Word | undefined> {
  return { option: name => new Option(`${name} ${value}`, about).choices(words) };
}

/** Creates an option that is one or more of some words. @param value such as `<state...>` */
export function manyOf<Word extends string>(
  value: string,
  about: string,
  words: readonly Word[],
): TakenOption<Word[] | undefined> {
  return { option: name => new Option(`${name} ${value}`, about).choices(words) };
}

/** Gives an option a default value. */
export function withDefault<const Value>(
  taken: TakenOption<Value | undefined>,
  value: NoInfer<Value>,
): TakenOption<Exclude<Value, undefined>> {
  return { option: name => taken.option(name).default(value) };
}

/** Makes an option one that cannot be used with another. @param other the member of the other option */
export function notWith<Value>(other: string, taken: TakenOption<Value>): TakenOption<Value> {
  return { ...taken, option: name => taken.option(name).conflicts(other) };
}

/** Creates the option `--key`: the plugged-in key that the command opens. */
export function pluggedKey(about: string = wordsOf('commandLine').key): TakenOption<string | undefined> {
  return { ...text('<key>', about), key: 'chosen' };
}

/** Makes the option `--key` one that only lists a development key. The command does not open the key. */
export function listedKey(taken: TakenOption<string | undefined>): TakenOption<string | undefined> {
  return { ...taken, key: 'listed' };
}

/** Creates an argument that must be given. */
export function argument(about?: string): TakenArgument<string> {
  return { argument: name => new Argument(`<${name}>`, about) };
}

/** Creates an argument that may be missing. */
export function optionalArgument(): TakenArgument<string | undefined> {
  return { argument: name => new Argument(`[${name}]`) };
}

/** Creates an argument whose text is parsed. */
export function parsedArgument<Value>(about: string, parse: (text: string) => Value): TakenArgument<Value> {
  return { argument: name => new Argument(`<${name}>`, about).argParser<Value>(parse) };
}

/** Creates an argument that is one of some words. */
export function argumentOf<Word extends string>(words: readonly Word[], about?: string): TakenArgument<Word> {
  return { argument: name => new Argument(`<${name}>`, about).choices(words) };
}

/** Adds options and arguments to a command. */
export function addTakes(command: Command, takes: Takes): void {
  for (const [name, taken] of Object.entries(takes)) {
    if ('argument' in taken) command.addArgument(taken.argument(name));
    else command.addOption(taken.option(flagOf(name)));
  }
}

function flagOf(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

/** Returns the values that a parsed command was given. */
export function givenTo<T extends Takes>(command: Command, takes: T): Given<T> {
  const positional = new Map(command.registeredArguments.map((taken, i) => [taken.name(), command.processedArgs[i]]));
  const options: Readonly<Record<string, unknown>> = command.opts();
  const values = Object.entries(takes).map(([name, taken]) => [
    name,
    'argument' in taken ? positional.get(name) : options[name],
  ]);
  // Commander has checked the values, and its parsers have the types of `takes`.
  return defined(Object.fromEntries(values)) as Given<T>;
}

/** Returns what the command does with the key of its option `--key`, if it has one. */
export function keyUseOf(takes: Takes): KeyUse | undefined {
  const key = takes.key;
  return key !== undefined && 'option' in key ? key.key : undefined;
}
