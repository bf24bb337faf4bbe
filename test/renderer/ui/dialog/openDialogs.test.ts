import { expect, test, vi } from 'vitest';
import { isDialogOpen, noteDialog, onDialogs } from '../../../../src/renderer/ui/dialog/openDialogs.ts';

test('a dialog is open until the last one is closed', () => {
  const closeFirst = noteDialog();
  const closeSecond = noteDialog();
  closeFirst();
  expect(isDialogOpen()).toBe(true);
  closeSecond();
  expect(isDialogOpen()).toBe(false);
});

test('listeners hear of each dialog until they are removed', () => {
  const listener = vi.fn();
  const remove = onDialogs(listener);
  noteDialog()();
  expect(listener).toHaveBeenCalledTimes(2);
  remove();
  noteDialog()();
  expect(listener).toHaveBeenCalledTimes(2);
});
