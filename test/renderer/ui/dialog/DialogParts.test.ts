import { describe, expect, it } from 'vitest';
import { DialogParts, type DialogPartsProps } from '../../../../src/renderer/ui/dialog/DialogParts.tsx';
import { markupOf, tagsOf, textsOf } from '../../markup.ts';

const nothing = () => undefined;
const dialogOf = (change: Partial<DialogPartsProps> = {}) =>
  markupOf(DialogParts, { title: 'Delete passkey', children: 'Delete it?', onClose: nothing, ...change });
const action = { label: 'Delete', onClick: nothing };
const disabled = (markup: string) => tagsOf(markup, 'button').map(tag => tag.includes('aria-disabled="true"'));

describe('a dialog', () => {
  it('shows its title, its content and its buttons, the action before Close', () => {
    const markup = dialogOf({ action, before: 'BEFORE' });
    expect(textsOf(markup, 'h2')).toEqual(['Delete passkey']);
    expect(markup).toContain('Delete it?');
    expect(textsOf(markup, 'button')).toEqual(['Delete', 'Close']);
    expect(markup.indexOf('BEFORE')).toBeLessThan(markup.indexOf('>Delete<'));
  });

  it('has only Close without an action', () => {
    expect(textsOf(dialogOf(), 'button')).toEqual(['Close']);
  });

  it('disables all its buttons while its call is pending, so that they keep the focus', () => {
    const markup = dialogOf({ action, work: { isPending: true, error: null } });
    expect(disabled(markup)).toEqual([true, true]);
    expect(tagsOf(markup, 'button').some(tag => / disabled=/.test(tag))).toBe(false);
  });

  it('disables only the action if the person cannot do it yet', () => {
    expect(disabled(dialogOf({ action: { ...action, disabled: true } }))).toEqual([true, false]);
  });

  it('shows why its call failed, and lets the person try again', () => {
    const markup = dialogOf({ action, work: { isPending: false, error: new Error('out of reach') } });
    expect(markup).toContain('role="alert"');
    expect(disabled(markup)).toEqual([false, false]);
  });

  it('submits its form by the action', () => {
    const markup = dialogOf({ action: { label: 'Save' }, onSubmit: nothing });
    expect(tagsOf(markup, 'form')).toHaveLength(1);
    expect(tagsOf(markup, 'button').map(tag => /type="(\w+)"/.exec(tag)?.[1])).toEqual(['submit', 'button']);
  });

  it('has no form without a submit, so that Enter does nothing', () => {
    expect(tagsOf(dialogOf({ action }), 'form')).toEqual([]);
    expect(tagsOf(dialogOf({ action }), 'button').some(tag => tag.includes('submit'))).toBe(false);
  });
});
