import type { Ground } from './ground.ts';
import { runMany, type Wanted } from './runMany.ts';

/** A process that runs some of the histories of a run (main.ts), and then ends. */
process.on('message', ({ ground, wanted }: { ground: Ground; wanted: Wanted }) => {
  void runMany(ground, wanted).then(
    ran => process.send?.(ran, () => process.exit()),
    error => {
      process.stderr.write(`${error}\n`);
      process.exit(1);
    },
  );
});
