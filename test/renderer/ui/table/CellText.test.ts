import { describe, expect, it } from 'vitest';
import { CellText } from '../../../../src/renderer/ui/table/CellText.tsx';
import { CellUser } from '../../../../src/renderer/ui/table/CellUser.tsx';
import { markupOf, textsOf } from '../../markup.ts';

describe('the text of a cell', () => {
  it('has the whole text as its tooltip', () => {
    expect(markupOf(CellText, { text: 'A long name' })).toContain('title="A long name"');
  });

  it('adds a tip to the tooltip of both lines', () => {
    const markup = markupOf(CellText, { text: 'YubiKey', under: '5.7.1', tip: 'known by its serial number' });
    expect(markup).toContain('title="YubiKey\nknown by its serial number"');
    expect(markup).toContain('title="5.7.1\nknown by its serial number"');
  });

  it('has no second line for an empty text', () => {
    expect(textsOf(markupOf(CellText, { text: 'Ines', under: '' }), 'span')).toEqual(['Ines']);
  });

  it('leads from the name of a user to a tab of the user', () => {
    const markup = markupOf(CellUser, { id: 'a/b', name: 'Ines', under: 'ines@contoso.example', tab: 'keys' });
    expect(markup).toContain('href="#/users/a%2Fb/keys"');
    expect(markup).toContain('ines@contoso.example');
  });
});
