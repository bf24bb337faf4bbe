import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../../../../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => /\.tsx?$/.test(name));

/** The files whose code, comments left out, has a text. */
function filesWith(text: RegExp): string[] {
  return files
    .filter(file => !file.startsWith('renderer'))
    .filter(file => text.test(readFileSync(join(root, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')))
    .map(file => file.replaceAll('\\', '/'))
    .sort();
}

/**
 * The files that bind the connected tenant, because an operation or a round of a loop begins there. Each has its reason; all other
 * code gets its tenant as a value (decision 43).
 */
const begins: Readonly<Record<string, string>> = {
  'main/connections.ts': 'binds',
  'main/core.ts': 'gives the router a desk for each procedure, and each loop a way to bind its rounds',
  'main/foundation.ts': 'records, at the start, that the data folder was secured',
  'main/tenants/tenants.ts': 'switches connections',
  'main/assignments/assignments.ts': 'says what the rounds of assignments get',
  'main/assignments/record.ts': 'expires and deletes what is due, now and then',
  'main/assignments/ofTenant.ts': 'names the part that rounds alone get, to leave it out',
  'main/directory/import/schedule.ts': 'imports now and then',
  'main/enrollment/enrollments.ts': 'says what recoveries get',
  'main/enrollment/running.ts': 'joins the two',
  'main/enrollment/recoveries.ts': 'recovers at the start, at a plugged-in key, and again',
  'main/webhooks/webhooks.ts': 'records what a receiver answers to a message that is sent now and then',
  'main/workflows/conductor.ts': 'lets the engine work now and then',
  'main/workflows/workflows.ts': 'says what the engine gets',
};

describe('which tenant is connected', () => {
  test('is asked where an operation or a round begins, and nowhere else', () => {
    expect(files.length).toBeGreaterThan(500);
    expect(filesWith(/\bbind(\(\)|:|'|, )/).filter(file => !file.startsWith('simulator'))).toEqual(
      Object.keys(begins).sort(),
    );
  });

  test('is bound once by each procedure', () => {
    const [, ...handlers] = readFileSync(join(root, 'main/router.ts'), 'utf8').split('.handler(');
    expect(handlers.length).toBeGreaterThan(100);
    expect(handlers.filter(handler => handler.split(/\b(?:desk|info)\(\)/).length > 2)).toEqual([]);
  });

  test('is read from the settings by what keeps, binds and switches connections alone', () => {
    expect(filesWith(/\bcurrentConnection\b/)).toEqual([
      'contract/system.ts',
      'main/connections.ts',
      'main/settings/migrate.ts',
      'main/settings/settings.ts',
      // Whether practice is offered at the start.
      'main/shells/windowOptions.ts',
      // What a station's window must not see.
      'main/stationLock.ts',
      'main/tenants/tenantOf.ts',
      'main/tenants/tenants.ts',
    ]);
  });
});
