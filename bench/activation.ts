/**
 * Measures how long a user waits in an unattended activation in which a workflow assigns the passkey: from the PIN to
 * the request for a touch, and from the touch to the end. Includes the times of the software key and the simulated
 * tenant.
 */
import { openDesk, USER } from '../test/main/features/enrollment/desk.ts';
import { type Figure, median } from './figure.ts';

const ROUNDS = 9;
const PIN = '8264917350';
/** In ms. People do not notice shorter waits. */
const MOST = 100;

interface Waits {
  readonly pinToTouch: number;
  readonly touchToDone: number;
}

export async function activationFigures(): Promise<Figure[]> {
  const rounds: Waits[] = [];
  for (let i = 0; i < ROUNDS; i++) rounds.push(await activateOnce());
  const figure = (name: string, of: keyof Waits): Figure => {
    const waits = rounds.map(round => round[of]);
    return {
      name,
      value: median(waits),
      unit: 'ms',
      floor: { name: 'the most that is allowed', value: MOST },
      goal: 1,
      note: `longest of ${ROUNDS}: ${Math.max(...waits).toFixed(1)} ms; key and tenant in it`,
    };
  };
  return [
    figure('activation, from the PIN to the request for a touch', 'pinToTouch'),
    figure('activation, from the touch to done', 'touchToDone'),
  ];
}

/** Creates a new desk each time, because a key is activated only once. */
async function activateOnce(): Promise<Waits> {
  const { client, key, close } = await openDesk({ key: { touch: 'manual' } });
  try {
    for await (const _ of await client.directory.import({ full: true })) {
      // Reads all events until the end.
    }
    await client.workflows.create({
      name: 'Own keys',
      group: null,
      trigger: 'security-key-activated',
      existing: 'skip',
    });
    const { code } = await client.activation.codes.make({ user: USER });
    const { sitting } = await client.activation.enterCode({ user: USER, code });
    let [answered, asked, touched] = [0, 0, 0];
    for await (const event of await client.activation.run({ sitting })) {
      if (event.type === 'pin-wanted') {
        answered = performance.now();
        await client.activation.answerPin({ sitting, chosen: PIN });
      } else if (event.type === 'interaction' && event.interaction.kind === 'touch') {
        asked = performance.now();
        key.touch();
        touched = performance.now();
      } else if (event.type === 'done' && event.passkey !== null) {
        return { pinToTouch: asked - answered, touchToDone: performance.now() - touched };
      } else if (event.type === 'failed') throw new Error(`the activation failed: ${event.failure.code}`);
    }
    throw new Error('the activation made no passkey');
  } finally {
    await close();
  }
}
