import { expect, test } from 'vitest';
import { UserTrail } from '../../../../src/renderer/features/users/UserTrail.tsx';
import { WorkflowTrail } from '../../../../src/renderer/features/workflows/WorkflowTrail.tsx';
import { markupOf, textsOf } from '../../markup.ts';

const linksOf = (markup: string) => [...markup.matchAll(/href="([^"]*)"/g)].map(([, href]) => href);
const user = { id: 'u1', displayName: 'Ines' };

test('the trail of a user leads to All Users, and from a deeper page to the user', () => {
  const page = markupOf(UserTrail, { user });
  expect(linksOf(page)).toEqual(['#/users']);
  expect(page).toContain('Ines');
  expect(linksOf(markupOf(UserTrail, { user, deeper: 'Add passkey' }))).toEqual(['#/users', '#/users/u1/passkeys']);
});

test('only the current page is no link', () => {
  const trail = markupOf(UserTrail, { user, deeper: 'Add passkey' });
  expect(textsOf(trail, 'button').at(-1)).toBe('Add passkey');
  expect(trail.match(/aria-current="page"/g)).toHaveLength(1);
});

test('the trail of a new workflow leads to the list alone', () => {
  expect(linksOf(markupOf(WorkflowTrail, { deeper: 'New workflow' }))).toEqual(['#/workflows']);
});
