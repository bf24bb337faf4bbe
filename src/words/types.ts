/** The messages of one area, in ICU MessageFormat: flat, or one level deep. */
export type Messages = Readonly<Record<string, string | Readonly<Record<string, string>>>>;

/**
 * The same messages in another language. A missing message does not compile, nor does one that English does not have.
 */
export type Translation<Source> = {
  readonly [Id in keyof Source]: Source[Id] extends string ? string : Translation<Source[Id]>;
};

/** The value of an argument. Null is a missing fact. */
export type Value = string | number | boolean | null | undefined;
export type Values = Readonly<Record<string, Value>>;

/**
 * The name of an argument: a word that begins with a small letter. Texts of branches contain blanks or signs, or begin
 * with a capital.
 */
type Name<Text extends string> = Text extends '' | Capitalize<Text> | `${string}${NotInNames}${string}` ? never : Text;
type NotInNames = ' ' | '#' | ',' | '.' | '…' | '’' | '{' | '}' | ':' | ';';

/** The argument that directly follows a brace. */
type FirstArgument<Text extends string> = Text extends `${infer Inside}}${string}`
  ? [Name<Inside>] extends [never]
    ? TypedArgument<Text>
    : Name<Inside>
  : TypedArgument<Text>;

type TypedArgument<Text extends string> =
  Text extends `${infer Inside}, ${'plural' | 'select' | 'selectordinal' | 'number' | 'date' | 'time'}${string}`
    ? Name<Inside>
    : never;

/** The names of the arguments of a message. */
export type Arguments<Message extends string, Found = never> = Message extends `${string}{${infer Rest}`
  ? Arguments<Rest, Found | FirstArgument<Rest>>
  : Found;

/** A message in use: a text, or a function from its arguments to a text. */
type Text<Message extends string> = [Arguments<Message>] extends [never]
  ? string
  : (values: Readonly<Record<Arguments<Message>, Value>>) => string;

/** The messages of an area in use. */
export type View<Source> = {
  readonly [Id in keyof Source]: Source[Id] extends string ? Text<Source[Id]> : View<Source[Id]>;
};
