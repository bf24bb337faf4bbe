import { describe, expect, it } from 'vitest';
import { RadioField } from '../../../../src/renderer/ui/form/RadioField.tsx';
import { SelectField } from '../../../../src/renderer/ui/form/SelectField.tsx';
import { markupOf, tagsOf, textsOf } from '../../markup.ts';

const nothing = () => undefined;

describe('a choice in a list', () => {
  const props = {
    label: 'State',
    options: [
      ['', 'Any state'],
      ['dead', 'Failed'],
    ] as const,
    value: 'dead',
    onChoose: nothing,
  };

  it('offers each option in its order', () => {
    expect(textsOf(markupOf(SelectField, props), 'option')).toEqual(['Any state', 'Failed']);
  });

  it('has the chosen name as a tooltip only if that is wanted', () => {
    expect(tagsOf(markupOf(SelectField, { ...props, tooltip: true }), 'select')[0]).toContain('title="Failed"');
    expect(tagsOf(markupOf(SelectField, props), 'select')[0]).not.toContain('title');
  });
});

describe('a choice of radio buttons', () => {
  it('checks the chosen value', () => {
    const markup = markupOf(RadioField<'light' | 'dark'>, {
      label: 'Theme',
      options: ['light', 'dark'],
      nameOf: theme => `The ${theme} one`,
      value: 'dark',
      onChoose: nothing,
    });
    expect(textsOf(markup, 'label')).toEqual(['Theme', 'The light one', 'The dark one']);
    expect(tagsOf(markup, 'input').map(tag => tag.includes('checked'))).toEqual([false, true]);
  });
});
