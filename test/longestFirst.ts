import { relative } from 'node:path';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest, the longest first. A file that takes a minute and starts last runs alone for a minute. Without results of an
 * earlier run, vitest starts with the largest files, which are not the slowest.
 */
const longest = [
  'test/docs/commands.test.ts',
  'test/cli/deferred.test.ts',
  'test/cli/assignmentCrash.test.ts',
  'test/main/features/activation/killed.test.ts',
  'test/cli/badInput.test.ts',
  'test/cli/pseudo.test.ts',
  'test/cli/batchCrash.test.ts',
  'test/cli/interrupt.test.ts',
  'test/cli/workflows.test.ts',
  'test/cli/webhooks.test.ts',
  'test/words/catalogs.test.ts',
  'test/cli/profiles.test.ts',
  'test/cli/batchFiles.test.ts',
  'test/cli/keydesk.test.ts',
  'test/cli/fortyKeys.test.ts',
  'test/main/features/deferred/deferred.test.ts',
  'test/main/base/store/upgrades/upgrades.test.ts',
  'test/main/features/enrollment/badInput.test.ts',
];

/** Starts the longest files first, and the others in the order of vitest. */
export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification) => {
      const place = longest.indexOf(relative(this.ctx.config.root, moduleId).replaceAll('\\', '/'));
      return place === -1 ? longest.length : place;
    };
    return sorted.sort((a, b) => rank(a) - rank(b));
  }
}
