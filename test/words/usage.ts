import { readdirSync, readFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import {
  type Expression,
  isArrayLiteralExpression,
  isCallExpression,
  isConditionalExpression,
  isElementAccessExpression,
  isIdentifier,
  isNewExpression,
  isObjectBindingPattern,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isReturnStatement,
  isShorthandPropertyAssignment,
  isStringLiteral,
  isVariableDeclaration,
  isVariableStatement,
  type Node,
  type ObjectBindingPattern,
  type SourceFile,
} from 'typescript/unstable/ast';
import { API, type Project, type Type, type Symbol as TypeSymbol } from 'typescript/unstable/sync';
import type { Messages } from '../../src/words/types.ts';

/** Returns every message of a catalog with its path, such as `assignments.states.pending`. */
export function messagesOf(catalog: Readonly<Record<string, Messages>>): { path: string; message: string }[] {
  const found: { path: string; message: string }[] = [];
  const walk = (at: unknown, names: readonly string[]) => {
    if (typeof at === 'string') found.push({ path: names.join('.'), message: at });
    else for (const [name, inner] of Object.entries(at as object)) walk(inner, [...names, name]);
  };
  walk(catalog, []);
  return found;
}

export interface Usage {
  /** The paths of all messages. */
  readonly messages: readonly string[];
  /** The paths of messages that no code reads. */
  readonly unused: readonly string[];
}

/**
 * Which files name the messages of a section that code reads by a code which is only text to the compiler. Elsewhere,
 * any file outside of src/words may name them.
 */
const namedIn: Readonly<Record<string, RegExp>> = {
  cborFaults: /^src\/ctap\//,
  stationErrors: /^src\/(renderer\/features\/activate\/language|contract\/errors\/errors)\.ts$/,
  usageErrors: /^src\/cli\//,
};

/** Sections whose names are members of objects, such as the facts of the activity log. In others, they are strings. */
const namedByMembers = ['activity.facts', 'practicePage.faults'];

/** Calls whose strings are names of events, not codes. */
const listeners = ['on', 'once', 'off', 'addListener', 'addEventListener', 'removeEventListener', 'removeAllListeners'];

/**
 * Finds the messages that code reads, with the types of the compiler: `words.none`, `words.states[state]`,
 * `const { none } = words`, and sections that become a value with known members.
 * @param change changes the text of a file before it is compiled
 */
export function usageOfMessages(change: (path: string, text: string) => string = (_, text) => text): Usage {
  const config = resolve('tsconfig.json');
  const words = posix(resolve('src/words/en'));
  const read = (path: string) => (posix(path).startsWith(words) ? change(path, readFileSync(path, 'utf8')) : undefined);
  const api = new API({ cwd: resolve('.'), fs: { readFile: read } });
  try {
    const project = api.updateSnapshot({ openProjects: [config] }).getProject(config);
    if (project === undefined) throw new Error('tsconfig.json was not loaded');
    return new Finder(project).usage();
  } finally {
    api.close();
  }
}

/** The compiler separates folders by slashes on all systems. */
function posix(path: string): string {
  return path.replaceAll('\\', '/');
}

/** What one file outside of src/words contains. */
interface Found {
  /** The names after a dot. */
  readonly names: Node[];
  readonly elements: { readonly object: Node; readonly index: Node }[];
  readonly patterns: ObjectBindingPattern[];
  /** Expressions that may be a section which becomes a value. */
  readonly values: Expression[];
  /** Strings that can be codes. */
  readonly strings: string[];
  /** The names of members of objects. */
  readonly members: string[];
}

class Finder {
  readonly #project: Project;
  /** Messages and sections by their declarations in src/words/en. */
  readonly #paths = new Map<string, string>();
  readonly #messages: string[] = [];
  readonly #used = new Set<string>();
  readonly #byName = new Set<string>();
  /** Which files outside of src/words have a string that can be a code. */
  readonly #strings = new Map<string, string[]>();
  readonly #members = new Set<string>();

  constructor(project: Project) {
    this.#project = project;
  }

  usage(): Usage {
    const { program } = this.#project;
    this.#readCatalog(program.getSourceFile(resolve('src/words/en/index.ts')));
    for (const file of program.getSourceFileNames()) {
      const path = posix(relative(resolve('.'), file));
      if (!path.startsWith('src/') || path.startsWith('src/words/')) continue;
      const source = program.getSourceFile(file);
      if (source !== undefined) this.#readCode(source, path);
    }
    const unused = this.#messages.filter(path => !this.#used.has(path) && !this.#isNamed(path));
    return { messages: this.#messages, unused };
  }

  #isNamed(path: string): boolean {
    const names = path.split('.');
    return names.some((_, i) => {
      const section = names.slice(0, i).join('.');
      return this.#byName.has(section) && names.slice(i).every(name => this.#names(section, name));
    });
  }

  #names(section: string, name: string): boolean {
    const files = this.#strings.get(name) ?? [];
    const places = namedIn[section];
    if (places !== undefined) return files.some(file => places.test(file));
    return files.length > 0 || (namedByMembers.includes(section) && this.#members.has(name));
  }

  #readCatalog(index: SourceFile | undefined): void {
    index?.forEachChild(node => {
      if (!isVariableStatement(node)) return;
      const [catalog] = node.declarationList.declarations;
      const type = catalog && this.#project.checker.getTypeAtLocation(catalog.name);
      if (type !== undefined) this.#readSection(type, []);
    });
    if (this.#messages.length === 0) throw new Error('src/words/en/index.ts has no catalog');
  }

  #readSection(type: Type, above: readonly string[]): void {
    const members = this.#project.checker.getPropertiesOfType(type);
    const types = this.#project.checker.getTypeOfSymbol(members);
    for (const [i, member] of members.entries()) {
      const names = [...above, member.name];
      for (const declaration of declarationsOf(member)) this.#paths.set(declaration, names.join('.'));
      const inner = types[i];
      if (inner?.isStringLiteralType() === true) this.#messages.push(names.join('.'));
      else if (inner !== undefined) this.#readSection(inner, names);
    }
  }

  #readCode(source: SourceFile, path: string): void {
    const found: Found = { names: [], elements: [], patterns: [], values: [], strings: [], members: [] };
    visit(source, undefined, found);
    for (const text of found.strings) this.#strings.set(text, [...(this.#strings.get(text) ?? []), path]);
    for (const name of found.members) this.#members.add(name);
    if (!/words|strings/i.test(source.text)) return;
    const { checker } = this.#project;
    for (const symbol of checker.getSymbolAtLocation(found.names)) this.#mark(symbol);
    const objects = checker.getTypeAtLocation(found.elements.map(({ object }) => object));
    const indexes = checker.getTypeAtLocation(found.elements.map(({ index }) => index));
    for (const [i, object] of objects.entries()) this.#markElements(object, indexes[i]);
    const patterns = checker.getTypeAtLocation(found.patterns);
    for (const [i, pattern] of found.patterns.entries()) this.#markMembers(patterns[i], namesIn(pattern));
    const values = checker.getTypeAtLocation(found.values);
    for (const [i, value] of found.values.entries()) this.#markValue(value, values[i]);
  }

  #mark(symbol: TypeSymbol | undefined): void {
    for (const path of this.#pathsOf(symbol)) this.#used.add(path);
  }

  #pathsOf(symbol: TypeSymbol | undefined): string[] {
    if (symbol === undefined) return [];
    return declarationsOf(symbol).flatMap(declaration => this.#paths.get(declaration) ?? []);
  }

  #markMembers(object: Type | undefined, names: readonly string[]): void {
    if (object === undefined) return;
    for (const member of this.#project.checker.getPropertiesOfType(object)) {
      if (names.includes(member.name)) this.#mark(member);
    }
  }

  /** Marks the members that an index can name. If it can name all of them, its type may be `keyof` the section. */
  #markElements(object: Type | undefined, index: Type | undefined): void {
    if (object === undefined || index === undefined) return;
    const parts = index.isUnionType() ? index.getTypes() : [index];
    const names = parts.flatMap(part => (part.isStringLiteralType() ? [part.value] : []));
    const members = this.#project.checker.getPropertiesOfType(object);
    if (names.length > 1 && members.every(({ name }) => names.includes(name))) this.#open(members);
    else this.#markMembers(object, names);
  }

  /** Marks the members that the receiver of a section knows. A receiver that knows none reads it by names. */
  #markValue(value: Expression, type: Type | undefined): void {
    if (type?.getAliasSymbol()?.name !== 'View') return;
    const { checker } = this.#project;
    const contextual = checker.getContextualType(value);
    // An optional parameter may also be undefined.
    const wanted = contextual && checker.getNonNullableType(contextual);
    if (wanted === undefined || wanted.isErrorType() || wanted.getAliasSymbol()?.name === 'View') return;
    this.#markAs(type, wanted);
  }

  #markAs(section: Type, wanted: Type): void {
    const { checker } = this.#project;
    const members = checker.getPropertiesOfType(section);
    const known = new Map(checker.getPropertiesOfType(wanted).map(member => [member.name, member]));
    if (checker.getIndexInfosOfType(wanted).length > 0 || !members.some(({ name }) => known.has(name)))
      this.#open(members);
    for (const member of members) {
      const asked = known.get(member.name);
      if (asked === undefined) continue;
      this.#mark(member);
      const [inner, innerWanted] = checker.getTypeOfSymbol([member, asked]);
      if (inner?.getAliasSymbol()?.name === 'View' && innerWanted !== undefined) this.#markAs(inner, innerWanted);
    }
  }

  #open(members: readonly TypeSymbol[]): void {
    for (const path of members.flatMap(member => this.#pathsOf(member))) {
      this.#byName.add(path.split('.').slice(0, -1).join('.'));
    }
  }
}

function visit(node: Node, parent: Node | undefined, found: Found): void {
  if (isPropertyAccessExpression(node)) found.names.push(node.name);
  if (isElementAccessExpression(node)) {
    for (const object of branchesOf(node.expression)) found.elements.push({ object, index: node.argumentExpression });
  }
  if (isObjectBindingPattern(node)) found.patterns.push(node);
  if (parent !== undefined && isValue(node, parent)) found.values.push(node);
  if (isStringLiteral(node) && parent !== undefined && isCode(node, parent)) found.strings.push(node.text);
  if (isShorthandPropertyAssignment(node) || isPropertyAssignment(node)) {
    if (isIdentifier(node.name)) found.members.push(node.name.text);
  }
  node.forEachChild(child => visit(child, node, found));
}

function declarationsOf(symbol: TypeSymbol): string[] {
  return symbol.declarations.map(({ path, index }) => `${path}#${index}`);
}

function branchesOf(node: Node): Node[] {
  if (isParenthesizedExpression(node)) return branchesOf(node.expression);
  if (isConditionalExpression(node)) return [...branchesOf(node.whenTrue), ...branchesOf(node.whenFalse)];
  return [node];
}

function namesIn({ elements }: ObjectBindingPattern): string[] {
  return elements.flatMap(({ propertyName, name }) => {
    const member = propertyName ?? name;
    return member !== undefined && isIdentifier(member) ? [member.text] : [];
  });
}

/** Whether an expression is used as a value, and not to read a member of it or to call it. */
function isValue(node: Node, parent: Node): node is Expression {
  if (!isPropertyAccessExpression(node) && !isIdentifier(node) && !isCallExpression(node)) return false;
  if (isPropertyAccessExpression(parent)) return false;
  if (isElementAccessExpression(parent)) return parent.argumentExpression === node;
  // It joins sections to one, and reads nothing.
  if (isCallExpression(parent)) return parent.expression !== node && parent.expression.getText() !== 'joined';
  return isReturnStatement(parent) || isPlace(node, parent);
}

/** Whether a node is the value that its parent gives a name, and not the name. */
function isPlace(node: Node, parent: Node): boolean {
  return (parent as { readonly name?: Node }).name !== node;
}

/** Whether a string can be a code that something else reads. Types, comparisons and JSX only mention codes. */
function isCode(text: Node, parent: Node): boolean {
  if (isCallExpression(parent)) {
    return !isPropertyAccessExpression(parent.expression) || !listeners.includes(parent.expression.name.text);
  }
  return (
    isNewExpression(parent) ||
    isPropertyAssignment(parent) ||
    isArrayLiteralExpression(parent) ||
    isConditionalExpression(parent) ||
    isReturnStatement(parent) ||
    (isVariableDeclaration(parent) && parent.initializer === text)
  );
}

/** Returns the texts of all files outside of src/words. */
export function sourceTexts(): string[] {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter(name => /\.(tsx?|mjs)$/.test(name) && !name.startsWith('words'))
    .map(name => readFileSync(resolve('src', name), 'utf8'));
}
