import { Badge, type BadgeProps } from '@fluentui/react-components';

/** A state as a word on a colored background. */
export function StateBadge({ color, children }: { color: NonNullable<BadgeProps['color']>; children: string }) {
  return (
    <Badge appearance="tint" color={color}>
      {children}
    </Badge>
  );
}
