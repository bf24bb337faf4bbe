import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CtapError } from '../../../src/ctap/errors.ts';
import { rows } from './rows.ts';
import { run } from './run.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const rules = [...new Set(rows.map(({ rule }) => rule))];

describe.each(rules)('the rule %s', rule => {
  const own = rows.filter(row => row.rule === rule);

  it.each(own.flatMap(row => ('accepted' in row.right ? [[row.name, row, row.right] as const] : [])))(
    'accepts %s',
    async (_name, { given }, { accepted }) => {
      expect(await run(given)).toEqual(accepted);
    },
  );

  it.each(own.flatMap(row => ('refused' in row.right ? [[row.name, row, row.right] as const] : [])))(
    'refuses %s',
    async (_name, { given }, { refused }) => {
      const error = await run(given).then(
        value => value,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(CtapError);
      const { code, params } = error as CtapError;
      expect([code, params.reason]).toContain(refused);
    },
  );
});

describe('the list of rules', () => {
  const page = readFileSync(new URL('../../../docs/decisions/0025-strict-and-liberal.md', import.meta.url), 'utf8');

  it('is that of the decision', () => {
    const told = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, rule]) => rule);
    expect(new Set(told)).toEqual(new Set(rules));
    expect(told).toHaveLength(rules.length);
  });

  it.each(rules)('has something to accept and something to refuse of %s', rule => {
    const own = rows.filter(row => row.rule === rule);
    expect(own.some(({ right }) => 'accepted' in right)).toBe(true);
    expect(own.some(({ right }) => 'refused' in right)).toBe(true);
    for (const { source } of own) expect(source).not.toBe('');
  });
});
