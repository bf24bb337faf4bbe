import { beforeAll, describe, expect, test } from 'vitest';
import { type Keyring, makeKeyring } from '../../../../src/main/services/deskKeys/keyring.ts';
import { type FoundStatement, foundKeys, learned } from '../../../../src/main/services/deskKeys/learn.ts';
import { digitsOf, fingerprintOf, isFingerprint } from '../../../../src/main/services/deskKeys/publicKey.ts';
import { type Statement, signStatement } from '../../../../src/main/services/deskKeys/statement.ts';

const RECORD = 'r';
const rings = new Map<string, Keyring>();
beforeAll(async () => {
  for (const desk of ['a', 'b', 'c', 'd', 'thief']) {
    rings.set(desk, await makeKeyring({ record: RECORD, desk, holder: 'key' }));
  }
});

const ring = (desk: string) => rings.get(desk) as Keyring;
const print = (desk: string) => fingerprintOf(ring(desk).own);
/** What one desk says about another one. */
function says(by: string, about: string, what: Statement['says'] = 'trust', signer = by): FoundStatement {
  const statement = { record: RECORD, says: what, about: print(about), by: print(by) };
  return { ...statement, signature: signStatement(statement, ring(signer).signingKey) };
}
const row = (desk: string) => {
  const { box, signing, holder } = ring(desk).own;
  return { fingerprint: print(desk), desk, holder, box, signing, has_left: 0 };
};
const all = () => foundKeys([...rings.keys()].map(row), RECORD);
/** The desks that A trusts when it has read what others say, and those that it refuses. */
const readAtA = (statements: readonly FoundStatement[], before: Keyring['known'] = []) => {
  const known = learned({ ...ring('a'), known: before }, all(), statements);
  const named = (isRemoved: boolean) =>
    known
      .filter(each => each.isRemoved === isRemoved)
      .map(({ key }) => key.desk)
      .toSorted();
  return { trusted: named(false), removed: named(true), known };
};

describe('what a desk learns of the keys of others', () => {
  test('is what desks say that it trusts, in whatever order it reads it', () => {
    const statements = [says('c', 'd'), says('b', 'c'), says('a', 'b')];
    expect(readAtA(statements).trusted).toEqual(['b', 'c', 'd']);
    expect(readAtA(statements.toReversed()).trusted).toEqual(['b', 'c', 'd']);
    expect(readAtA(statements).known.find(({ key }) => key.desk === 'd')?.via).toBe(print('c'));
  });

  test('is nothing that a stranger says, signs for somebody else, or copies from another statement', () => {
    expect(readAtA([says('thief', 'thief'), says('thief', 'd'), says('d', 'thief')]).trusted).toEqual([]);
    expect(readAtA([says('a', 'thief', 'trust', 'thief')]).trusted).toEqual([]);
    const copied = { ...says('a', 'b'), about: print('thief') };
    expect(readAtA([copied]).trusted).toEqual([]);
    const turned = { ...says('a', 'b', 'remove'), says: 'trust' as const };
    expect(readAtA([turned]).trusted).toEqual([]);
    const elsewhere = { ...says('a', 'b'), record: 'another' };
    expect(readAtA([elsewhere]).trusted).toEqual([]);
  });

  test('stays when the statements are gone, also that a desk was removed', () => {
    const { known } = readAtA([says('a', 'b'), says('b', 'c'), says('b', 'd'), says('b', 'd', 'remove')]);
    const later = readAtA([says('a', 'b'), says('b', 'd')], known);
    expect(later).toMatchObject({ trusted: ['b', 'c'], removed: ['d'] });
  });

  test('is nothing that a removed desk says afterwards; those that it introduced before stay', () => {
    const { known } = readAtA([says('a', 'b'), says('b', 'c')]);
    const removed = readAtA([says('a', 'b', 'remove'), says('a', 'b')], known);
    expect(removed).toMatchObject({ trusted: ['c'], removed: ['b'] });
    expect(readAtA([says('b', 'd'), says('b', 'c', 'remove')], removed.known).trusted).toEqual(['c']);
  });

  test('leaves out rows whose content is not that of their fingerprint', () => {
    const exchanged = { ...row('b'), box: ring('thief').own.box };
    expect(foundKeys([exchanged, { ...row('b'), desk: 'thief' }], RECORD)).toEqual([]);
    expect(foundKeys([row('b')], 'another')).toEqual([]);
    expect(foundKeys([row('b')], RECORD)).toHaveLength(1);
  });
});

describe('a fingerprint', () => {
  test('is forty digits, which a person may group as they like, and no fewer', () => {
    const digits = digitsOf(print('a'));
    expect(digits).toMatch(/^(\d{5} ){7}\d{5}$/);
    for (const entered of [digits, digits.replaceAll(' ', ''), digits.replaceAll(' ', '-'), ` ${digits} `])
      expect(isFingerprint(entered, print('a'))).toBe(true);
    for (const entered of ['', digits.slice(0, -1), digitsOf(print('b'))])
      expect(isFingerprint(entered, print('a'))).toBe(false);
  });

  test('differs with each part of a key', () => {
    const { own } = ring('a');
    const others = [
      { ...own, record: 'x' },
      { ...own, desk: 'x' },
      { ...own, holder: 'x' },
      { ...own, box: ring('b').own.box },
      { ...own, signing: ring('b').own.signing },
    ];
    expect(new Set([own, ...others].map(fingerprintOf)).size).toBe(6);
  });
});
