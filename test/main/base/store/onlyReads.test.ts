import { expect, test } from 'vitest';
import { onlyReads } from '../../../../src/main/base/store/nodeSqlite.ts';

test.each([
  ['SELECT 1', true],
  ['  select * from event', true],
  ['PRAGMA user_version', true],
  ['WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3) SELECT i FROM n', true],
  ['WITH n AS (SELECT 1 AS i) INSERT INTO event (id) SELECT i FROM n', false],
  ['with n as (select 1) update event set id = 1', false],
  ['WITH n AS (SELECT 1) DELETE FROM event WHERE id IN n', false],
  ['WITH n AS (SELECT 1) REPLACE INTO event SELECT * FROM n', false],
  ['INSERT INTO event (id) SELECT 1', false],
  ['VACUUM', false],
])('%s', (sql, expected) => {
  expect(onlyReads({ sql, query: { kind: 'RawNode' } })).toBe(expected);
});
