import { describe, expect, it } from 'vitest';
import { isTrustedSender } from '../../../../src/main/shells/electron/sender.ts';

describe('isTrustedSender', () => {
  it("takes the main frame of the app's own page", () => {
    expect(isTrustedSender({ url: 'keydesk://app/', parent: null })).toBe(true);
    expect(isTrustedSender({ url: 'keydesk://app/index.html#/users', parent: null })).toBe(true);
  });

  it.each([
    'about:blank',
    'about:srcdoc',
    'file:///app/index.html',
    'https://app/',
    'keydesk://app.attacker.example/',
    'keydesk://attacker.example/app',
    'keydesk://app:8080/',
    'data:text/html,keydesk://app/',
    '',
  ])('refuses %s', url => {
    expect(isTrustedSender({ url, parent: null })).toBe(false);
  });

  it('refuses a frame inside the page, and a frame that is gone', () => {
    expect(isTrustedSender({ url: 'keydesk://app/', parent: {} })).toBe(false);
    expect(isTrustedSender(null)).toBe(false);
  });
});
