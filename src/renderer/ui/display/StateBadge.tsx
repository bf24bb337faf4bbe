import { Badge, type BadgeProps } from '@fluentui/react-components';

/** The state of something, as a word on a colored ground. */
export function StateBadge({ color, children }: { color: NonNullable<BadgeProps['color']>; children: string }) {
  return (
    <Badge appearance="tint" color={color}>
      {children}
    </Badge>
  );
}
