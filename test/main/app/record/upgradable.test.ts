import { describe, expect, test } from 'vitest';
import { migrations } from '../../../../src/main/app/record/migrations.ts';
import { sharedTables } from '../../../../src/main/app/record/sharedTables.ts';
import { recordTables } from '../../../../src/main/base/record/tables.ts';
import { schemaChange } from '../../../../src/main/base/record/upgrade/schemaChange.ts';
import { openScratch } from '../../../../src/main/base/record/upgrade/scratch.ts';
import { type Shape, shapeOf } from '../../../../src/main/base/record/upgrade/shape.ts';

/** The first version whose tables several desks could share. */
const FIRST = 42;

function shapeAt(version: number): Shape {
  const sqlite = openScratch(migrations.slice(0, version));
  const has = (name: string) => sqlite.prepare('SELECT 1 FROM sqlite_master WHERE name = ?').get(name) !== undefined;
  const names = { shared: sharedTables.shared.filter(has), logs: sharedTables.logs };
  const shape = shapeOf(sqlite, recordTables(sqlite, names));
  sqlite.close();
  return shape;
}

describe('a record', () => {
  const today = shapeAt(migrations.length);

  test.each(Array.from({ length: migrations.length - FIRST }, (_, n) => FIRST + n))(
    'of version %i can become one of today',
    version => {
      expect(() => schemaChange(shapeAt(version), today)).not.toThrow();
    },
  );
});
