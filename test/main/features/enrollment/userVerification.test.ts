import { afterEach, describe, expect, test } from 'vitest';
import type { Interaction, PinChoice } from '../../../../src/contract/enrollment/schema.ts';
import { KeydeskError } from '../../../../src/contract/errors/errors.ts';
import { permissions } from '../../../../src/ctap/ctap2/clientPin.ts';
import type { Attendant, PinQuestion } from '../../../../src/main/features/enrollment/attendant.ts';
import { knowsFinger, UserVerification } from '../../../../src/main/features/enrollment/userVerification.ts';
import type { OpenKey } from '../../../../src/main/services/keys/keys.ts';
import { type Opened, openKey, PIN, RP, reopen } from '../../../simulator/key/open.ts';

const wanted = { permissions: permissions.getAssertion, rpId: RP };
const [CLIENT_PIN, INVALID_PARAMETER] = [0x06, 0x02];
const bad = ['poorQuality', 'poorQuality', 'poorQuality', 'poorQuality', 'poorQuality', 'poorQuality'] as const;

let opened: Opened;
afterEach(() => opened.key.close());

interface Scene {
  readonly pin?: string;
  readonly fingers?: number;
  readonly interactive?: boolean;
  /** The PINs that a person types, in this order; `none` for an answer that is no PIN. */
  readonly answers?: readonly (string | 'none')[];
  /** Aborts when a person prefers the PIN: at the finger of this number, from 1. */
  readonly prefersPinAt?: number;
}

/** A key with a PIN, and the person before it. */
async function scene({ pin, fingers = 0, interactive = true, answers = [], prefersPinAt }: Scene = {}) {
  opened = await openKey();
  await opened.session.setPin(PIN);
  const enrolled = await opened.session.fingerprints(PIN);
  for (let n = 0; n < fingers; n++) await enrolled.enroll(() => undefined);
  opened = await reopen(opened.key);
  const left = [...answers];
  const asked: [string, string | undefined][] = [];
  const interactions: Interaction['kind'][] = [];
  const questions: PinQuestion[] = [];
  const cancel = new AbortController();
  const attendant: Attendant = {
    signal: cancel.signal,
    interactive,
    step: () => undefined,
    warn: () => undefined,
    interact: ({ kind }) => void interactions.push(kind),
    askFinger: refused => {
      asked.push(['finger', refused?.code]);
      const preferred = new AbortController();
      if (asked.length === prefersPinAt) setTimeout(() => preferred.abort(), 5);
      return preferred.signal;
    },
    askPin: async (question): Promise<PinChoice> => {
      asked.push(['pin', 'refused' in question ? question.refused?.code : undefined]);
      questions.push(question);
      const answer = left.shift();
      if (answer === undefined) throw new KeydeskError('cancelled');
      return answer === 'none' ? { kind: 'random', length: 6 } : { kind: 'given', pin: answer };
    },
  };
  const verification = new UserVerification({ session: opened.session } as OpenKey, attendant, pin);
  return { verification, asked, interactions, questions, cancel };
}
const retries = async () => (await opened.session.pinRetries()).retries;
const code = (work: Promise<unknown>) =>
  work.then(
    () => 'token',
    error => error.code,
  );

describe('by a known PIN', () => {
  test('asks no person, and returns the PIN only once the key has accepted it', async () => {
    const { verification, asked } = await scene({ pin: PIN });
    expect([verification.pin, verification.quiet(permissions.getAssertion)]).toEqual([undefined, true]);
    expect((await verification.token(wanted)).token).toHaveLength(32);
    expect([verification.pin, asked]).toEqual([PIN, []]);
  });

  test('is asked for nothing, also where a finger is known', async () => {
    const { verification, asked } = await scene({ pin: PIN, fingers: 1 });
    await verification.token(wanted);
    expect([asked, verification.pin]).toEqual([[], PIN]);
  });

  test('gives no token once the enrollment is canceled', async () => {
    const { verification, cancel } = await scene({ pin: PIN });
    cancel.abort(new KeydeskError('cancelled'));
    expect(await code(verification.token(wanted))).toBe('cancelled');
    expect(await code(verification.token(wanted, new AbortController().signal))).toBe('token');
  });

  test('that the key was just given counts as taken', async () => {
    const { verification } = await scene();
    expect(verification.quiet(permissions.getAssertion)).toBe(false);
    verification.use(PIN);
    expect([verification.pin, verification.quiet(permissions.getAssertion)]).toEqual([PIN, true]);
  });

  test('that is wrong costs one attempt, and is asked for where there is a person, with the reason', async () => {
    const { verification, asked, questions } = await scene({ pin: '000000', answers: ['111111', PIN] });
    await verification.token(wanted);
    expect([asked, verification.pin]).toEqual([
      [
        ['pin', 'pin-wrong'],
        ['pin', 'pin-wrong'],
      ],
      PIN,
    ]);
    expect(questions.map(({ state }) => state.retries)).toEqual([7, 6]);
    expect(questions[0]).toMatchObject({ kind: 'pin', refused: { code: 'pin-wrong', params: { retries: 7 } } });
  });

  test('that is wrong fails where there is no person, and stays unproven', async () => {
    const { verification, asked } = await scene({ pin: '000000', interactive: false });
    expect(await code(verification.token(wanted))).toBe('pin-wrong');
    expect([asked, verification.pin, await retries()]).toEqual([[], undefined, 7]);
  });

  test('is not asked for again where more than the PIN is refused', async () => {
    const { verification, asked } = await scene({ pin: PIN });
    opened.key.faults.statusOnCommand = { command: CLIENT_PIN, status: INVALID_PARAMETER };
    expect(await code(verification.token(wanted))).toBe('key-status');
    expect(asked).toEqual([]);
  });
});

describe('by a PIN that is not known yet', () => {
  test('asks for it, and remembers it', async () => {
    const { verification, asked, questions } = await scene({ answers: [PIN] });
    await verification.token(wanted);
    await verification.token(wanted);
    expect(asked).toEqual([['pin', undefined]]);
    expect(questions[0]).toStrictEqual({ kind: 'pin', state: expect.objectContaining({ set: true, retries: 8 }) });
    expect(verification.pin).toBe(PIN);
  });

  test('fails where a person gives none, or cancels', async () => {
    const { verification } = await scene({ answers: ['none'] });
    expect(await code(verification.token(wanted))).toBe('pin-required');
    expect(await code(verification.token(wanted))).toBe('cancelled');
  });

  test('is not asked for where the key takes no PIN any more', async () => {
    const { verification, asked } = await scene({ answers: [PIN] });
    opened.key.faults.blockedPin = true;
    expect(await code(verification.token(wanted))).toBe('pin-blocked');
    expect(asked).toEqual([]);
  });

  test('is asked for, and no finger, where there is no person', async () => {
    const { verification, asked } = await scene({ fingers: 1, interactive: false, answers: [PIN] });
    await verification.token(wanted);
    expect(asked).toEqual([['pin', undefined]]);
  });
});

describe('by a finger', () => {
  test('needs no PIN, and knows none afterwards', async () => {
    const { verification, asked, interactions } = await scene({ fingers: 1 });
    expect((await verification.token(wanted)).token).toHaveLength(32);
    expect([asked, interactions]).toEqual([[['finger', undefined]], ['none']]);
    expect([verification.pin, verification.quiet(permissions.getAssertion)]).toEqual([undefined, false]);
  });

  test('that is not known is asked for as often as the key prefers, then the PIN, with the reason', async () => {
    const { verification, asked, interactions } = await scene({ fingers: 1, answers: [PIN] });
    opened.key.setSamples(bad);
    await verification.token(wanted);
    expect(opened.session.info.preferredPlatformUvAttempts).toBe(3);
    expect(asked).toEqual([
      ['finger', undefined],
      ['finger', 'fingerprint-failed'],
      ['finger', 'fingerprint-failed'],
      ['pin', 'fingerprint-failed'],
    ]);
    expect(interactions).toEqual(['none', 'none', 'none']);
  });

  test('is not asked for again once the key is tired of fingers', async () => {
    const { verification, asked } = await scene({ fingers: 1, answers: ['none', PIN] });
    opened.key.setSamples(bad);
    expect(await code(verification.token(wanted))).toBe('pin-required');
    asked.length = 0;
    await verification.token(wanted);
    expect(asked).toEqual([
      ['finger', undefined],
      ['finger', 'fingerprint-failed'],
      ['pin', 'fingerprint-blocked'],
    ]);
  });

  test('is asked for once by a key that prefers no number, and by one that prefers none', async () => {
    for (const preferredPlatformUvAttempts of [undefined, 0]) {
      const { verification, asked } = await scene({ fingers: 1, answers: [PIN] });
      Object.assign(opened.session.info, { preferredPlatformUvAttempts });
      opened.key.setSamples(bad);
      await verification.token(wanted);
      expect(asked).toEqual([
        ['finger', undefined],
        ['pin', 'fingerprint-failed'],
      ]);
      await opened.key.close();
    }
  });

  test('is the end where the key has no PIN to fall back on, or fails in another way', async () => {
    const { verification, asked } = await scene({ fingers: 1, answers: [PIN] });
    opened.key.faults.statusOnCommand = { command: CLIENT_PIN, status: INVALID_PARAMETER };
    expect(await code(verification.token(wanted))).toBe('key-status');
    delete opened.key.faults.statusOnCommand;
    Object.assign(opened.session.info, { options: { ...opened.session.info.options, clientPin: false } });
    opened.key.setSamples(bad);
    expect(await code(verification.token(wanted))).toBe('fingerprint-failed');
    expect(asked).toEqual([
      ['finger', undefined],
      ['finger', undefined],
    ]);
  });

  test('gives way to the PIN where the person prefers it, and that is no refusal', async () => {
    const { verification, asked } = await scene({ fingers: 1, answers: [PIN], prefersPinAt: 1 });
    opened.key.setTouch('never');
    await verification.token(wanted);
    expect([asked, verification.pin]).toEqual([
      [
        ['finger', undefined],
        ['pin', undefined],
      ],
      PIN,
    ]);
  });

  test('ends with the enrollment that is canceled', async () => {
    const { verification, asked, cancel, interactions } = await scene({ fingers: 1, answers: [PIN] });
    opened.key.setTouch('never');
    setTimeout(() => cancel.abort(new KeydeskError('cancelled')), 5);
    expect(await code(verification.token(wanted))).toBe('cancelled');
    expect([asked, interactions]).toEqual([[['finger', undefined]], ['none']]);
  });
});

describe('a key that uses passkeys by a finger alone', () => {
  const fingerAlone = async (more: Scene) => {
    const made = await scene(more);
    opened.key.faults.noMcGaPermissionsWithClientPin = true;
    await opened.session.refresh();
    return made;
  };

  test('is asked by a finger whatever PIN is known, and by the PIN for all else', async () => {
    const { verification, asked } = await fingerAlone({ pin: PIN, fingers: 1 });
    expect(verification.quiet(permissions.getAssertion)).toBe(false);
    expect(verification.quiet(permissions.credentialManagement)).toBe(true);
    await verification.token(wanted);
    expect([asked, verification.pin]).toEqual([[['finger', undefined]], undefined]);
    await verification.token({ permissions: permissions.credentialManagement });
    expect([asked.length, verification.pin]).toEqual([1, PIN]);
  });

  test('is of no use without a finger', async () => {
    const { verification, asked } = await fingerAlone({ pin: PIN });
    expect(await code(verification.token(wanted))).toBe('fingerprint-required');
    expect(asked).toEqual([]);
  });

  test('asks for the finger again where the person prefers the PIN, which does not help here', async () => {
    const { verification, asked } = await fingerAlone({ fingers: 1, prefersPinAt: 1 });
    opened.key.setTouch('never');
    setTimeout(() => opened.key.setTouch('auto'), 30);
    await verification.token(wanted);
    expect(asked).toEqual([
      ['finger', undefined],
      ['finger', undefined],
    ]);
  });

  test('fails with the reason of its last refusal', async () => {
    const { verification, asked } = await fingerAlone({ pin: PIN, fingers: 1 });
    opened.key.setSamples(bad);
    expect(await code(verification.token(wanted))).toBe('fingerprint-failed');
    expect(asked.every(([kind]) => kind === 'finger')).toBe(true);
  });
});

test.each([
  [{ uv: true, pinUvAuthToken: true }, true],
  [{ uv: true, pinUvAuthToken: false }, false],
  [{ uv: true }, false],
  [{ uv: false, pinUvAuthToken: true }, false],
  [{ pinUvAuthToken: true }, false],
])('a key with %o knows a finger: %s', async (options, knows) => {
  opened = await openKey();
  expect(knowsFinger({ options })).toBe(knows);
});
