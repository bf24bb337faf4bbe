import { columnNames, columnSql, createTable, onlyGrows, SCHEMA } from '../recordSchema.ts';
import type { RecordColumn } from '../tables.ts';
import type { Shape, TableShape } from './shape.ts';

/** The statements that change the record's tables: those before the rows are changed, and those that the changed rows must satisfy. */
export interface SchemaChange {
  readonly first: readonly string[];
  readonly last: readonly string[];
}

/**
 * Returns how PostgreSQL's tables become those of a later version. Tables and columns that are gone stay, and may be empty from now on: desks of earlier versions
 * read them.
 * @throws Error for a change that a record cannot follow: another primary key or type, or a log that loses columns
 */
export function schemaChange(before: Shape, after: Shape): SchemaChange {
  const added = [...after.values()].filter(({ table }) => !before.has(table.name));
  const changed = [...after.values()].flatMap(now => {
    const was = before.get(now.table.name);
    return was === undefined ? [] : [[was, now] as const];
  });
  const gone = [...before.values()].filter(({ table }) => !after.has(table.name));
  return {
    first: [
      ...added.flatMap(({ table }) => createTable(table)),
      ...changed.flatMap(([was, now]) => columnChanges(was, now).first),
      ...gone.flatMap(({ table }) => dropReferences(table.name)),
      ...changed.flatMap(([was, now]) => goneUniques(was, now)),
      ...changed.filter(hasOtherReferences).flatMap(([, { table }]) => dropReferences(table.name)),
    ],
    last: [
      ...changed.flatMap(([was, now]) => columnChanges(was, now).last),
      ...added.flatMap(({ uniques }) => uniques.map(({ sql }) => sql)),
      ...changed.flatMap(([was, now]) => goneUniques(now, was, ({ sql }) => sql)),
      ...added.flatMap(({ references }) => references.map(({ sql }) => sql)),
      ...changed.filter(hasOtherReferences).flatMap(([, { references }]) => references.map(({ sql }) => sql)),
      ...added.filter(({ table }) => table.isLog).flatMap(({ table }) => onlyGrows(table)),
    ],
  };
}

function columnChanges({ table: was }: TableShape, { table: now }: TableShape): SchemaChange {
  if (was.key.join() !== now.key.join() || was.isLog !== now.isLog)
    throw new Error(`an upgrade cannot change the primary key of ${now.name}`);
  const alter = `ALTER TABLE ${SCHEMA}."${now.name}"`;
  const known = new Map(was.columns.map(column => [column.name, column]));
  const names = new Set(now.columns.map(({ name }) => name));
  const gone = was.columns.filter(({ name }) => !names.has(name));
  if (was.isLog && gone.length > 0) throw new Error(`a log keeps its columns: ${now.name}`);
  const changes = now.columns.map(column => columnChange(alter, known.get(column.name), column));
  const register = `UPDATE ${SCHEMA}.recorded SET columns = ${columnNames(now.columns)} WHERE name = '${now.name}'`;
  return {
    first: [
      ...changes.flatMap(({ first }) => first),
      ...gone.map(({ name }) => `${alter} ALTER COLUMN "${name}" DROP NOT NULL`),
      ...(now.columns.map(({ name }) => name).join() === was.columns.map(({ name }) => name).join() ? [] : [register]),
    ],
    last: changes.flatMap(({ last }) => last),
  };
}

function columnChange(alter: string, was: RecordColumn | undefined, now: RecordColumn): SchemaChange {
  const column = `${alter} ALTER COLUMN "${now.name}"`;
  if (was === undefined) {
    const isFilledLater = now.isRequired && now.default === null;
    const first = `${alter} ADD COLUMN ${columnSql({ ...now, isRequired: now.isRequired && !isFilledLater })}`;
    return { first: [first], last: isFilledLater ? [`${column} SET NOT NULL`] : [] };
  }
  if (was.type !== now.type) throw new Error(`an upgrade cannot change the type of ${now.name}`);
  return {
    first: [
      ...(was.isRequired && !now.isRequired ? [`${column} DROP NOT NULL`] : []),
      ...(was.default === now.default ? [] : [defaultChange(column, now.default)]),
    ],
    last: !was.isRequired && now.isRequired ? [`${column} SET NOT NULL`] : [],
  };
}

function defaultChange(column: string, value: string | null): string {
  return value === null ? `${column} DROP DEFAULT` : `${column} SET DEFAULT ${value}`;
}

/** Returns a statement for each unique index that one shape of a table has and the other has not. */
function goneUniques(
  was: TableShape,
  now: TableShape,
  statement = ({ name }: TableShape['uniques'][number]) => `DROP INDEX ${SCHEMA}."${name}"`,
): string[] {
  const there = new Set(now.uniques.map(({ sql }) => sql));
  return was.uniques.filter(({ sql }) => !there.has(sql)).map(statement);
}

function hasOtherReferences([was, now]: readonly [TableShape, TableShape]): boolean {
  const text = ({ references }: TableShape) => references.map(({ sql }) => sql).join('\n');
  return text(was) !== text(now);
}

/** PostgreSQL chose the names of references. */
function dropReferences(table: string): string[] {
  return [
    `DO $$ DECLARE named name; BEGIN
       FOR named IN SELECT conname FROM pg_constraint WHERE contype = 'f' AND conrelid = '${SCHEMA}."${table}"'::regclass LOOP
         EXECUTE format('ALTER TABLE ${SCHEMA}."${table}" DROP CONSTRAINT %I', named);
       END LOOP;
     END $$`,
  ];
}
