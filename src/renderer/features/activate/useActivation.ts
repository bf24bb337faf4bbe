import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { PinAnswer, ProvenUser } from '../../../contract/activation/schema.ts';
import { client } from '../../client/client.ts';
import { failureOf } from '../../client/failure.ts';
import { type Stage, stageOf } from './stage.ts';

export interface ActivationRun {
  readonly stage: Stage;
  readonly user: ProvenUser | null;
  /** When the user's time expires, by `performance.now()`. */
  readonly until: number;
  /** Begins the activation for a user who has just proven who they are. */
  start(user: ProvenUser): void;
  answerPin(answer: Omit<PinAnswer, 'sitting'>): void;
  /** Returns to the beginning. Deletes everything about this user. */
  leave(): void;
}

/** Returns the window's only activation. */
export function useActivation(): ActivationRun {
  const [stage, setStage] = useState<Stage>({ at: 'who' });
  const [user, setUser] = useState<ProvenUser | null>(null);
  const [until, setUntil] = useState(0);
  const stream = useRef<AbortController | null>(null);

  // When the window leaves activation, the run ends, so that no key that is plugged in later is enrolled.
  useEffect(() => () => stream.current?.abort(), []);
  const start = useCallback((proven: ProvenUser) => {
    const controller = new AbortController();
    stream.current = controller;
    setUser(proven);
    setUntil(performance.now() + proven.secondsLeft * 1000);
    setStage({ at: 'working' });
    void follow(proven.sitting, controller.signal, setStage);
  }, []);
  const leave = useCallback(() => {
    stream.current?.abort();
    // The sitting expires on its own. The next user must not wait for this call.
    if (user !== null) client.activation.leave({ sitting: user.sitting }).catch(() => undefined);
    setUser(null);
    setStage({ at: 'who' });
  }, [user]);
  const answerPin = useCallback(
    (answer: Omit<PinAnswer, 'sitting'>) => {
      if (user === null) return;
      setStage({ at: 'working' });
      client.activation
        .answerPin({ sitting: user.sitting, ...answer })
        .catch((error: unknown) => setStage({ at: 'failed', failure: failureOf(error) }));
    },
    [user],
  );
  return useMemo(
    () => ({ stage, user, until, start, answerPin, leave }),
    [stage, user, until, start, answerPin, leave],
  );
}

async function follow(sitting: string, signal: AbortSignal, show: (stage: Stage) => void): Promise<void> {
  const so = { asked: 0, touched: false };
  try {
    for await (const event of await client.activation.run({ sitting }, { signal })) {
      if (signal.aborted) return;
      if (event.type === 'pin-wanted') so.asked++;
      if (event.type === 'interaction' && event.interaction.kind === 'touch') so.touched = true;
      show(stageOf(event, so));
    }
  } catch (error) {
    if (!signal.aborted) show({ at: 'failed', failure: failureOf(error) });
  }
}
