import { describe, expect, it, vi } from 'vitest';
import { createModeSwitch } from '../../../src/main/app/modeSwitch.ts';
import { checkStation } from '../../../src/main/app/stationLock.ts';

describe('the change of mode', () => {
  const desk = (state: { enrolling?: boolean; working?: boolean; unseen?: boolean } = {}) => {
    const restart = vi.fn<(practice: boolean) => void>();
    const setMode = createModeSwitch({
      practice: true,
      restart,
      enrollments: { busy: () => state.enrolling === true },
      runs: { holdPin: () => state.unseen === true },
      keys: { busy: id => id === 'practice' && state.working === true },
      keyHost: { keys: () => [{ id: 'practice' } as never] },
    });
    return { restart, setMode };
  };

  it('restarts the core in the other mode', () => {
    const { restart, setMode } = desk();
    setMode(false);
    expect(restart.mock.calls).toEqual([[false]]);
  });

  it('does nothing where the mode is the same', () => {
    const { restart, setMode } = desk({ enrolling: true });
    setMode(true);
    expect(restart).not.toHaveBeenCalled();
  });

  it.each([
    [{ enrolling: true }, { enrollment: true }],
    [{ unseen: true }, { pin: true }],
    [{ working: true }, {}],
  ])('is refused while something is under way: %j', (state, params) => {
    const { restart, setMode } = desk(state);
    expect(() => setMode(false)).toThrow(expect.objectContaining({ code: 'mode-busy', params }));
    expect(restart).not.toHaveBeenCalled();
  });

  it('is refused where there is no window, and at an activation station', () => {
    const setMode = createModeSwitch({
      practice: false,
      restart: undefined,
      enrollments: { busy: () => false },
      runs: { holdPin: () => false },
      keys: { busy: () => false },
      keyHost: { keys: () => [] },
    });
    expect(() => setMode(true)).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    expect(() => checkStation('activation', ['settings', 'setMode'])).toThrow(
      expect.objectContaining({ code: 'station-locked' }),
    );
  });
});
