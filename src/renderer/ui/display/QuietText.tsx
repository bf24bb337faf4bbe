import { makeStyles, mergeClasses, Text, type TextProps, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground3 } });

/** Secondary text, in gray. */
export function QuietText({ className, ...text }: TextProps) {
  return <Text className={mergeClasses(useStyles().quiet, className)} {...text} />;
}
