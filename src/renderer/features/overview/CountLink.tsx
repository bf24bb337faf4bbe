import { Link } from '@fluentui/react-components';
import { number } from '../../../words/say.ts';

/** A number that leads to its list. @param name what it counts, for screen readers: many numbers of a page look the same */
export function CountLink({ count, href, name }: { count: number; href: string; name: string }) {
  return (
    <Link href={href} aria-label={`${number(count)} · ${name}`}>
      {number(count)}
    </Link>
  );
}
