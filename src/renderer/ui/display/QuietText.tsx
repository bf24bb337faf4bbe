import { makeStyles, mergeClasses, Text, type TextProps, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({ quiet: { color: tokens.colorNeutralForeground3 } });

/** Text of less weight, in gray. */
export function QuietText({ className, ...text }: TextProps) {
  return <Text className={mergeClasses(useStyles().quiet, className)} {...text} />;
}
