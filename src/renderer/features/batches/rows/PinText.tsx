import { makeStyles, tokens } from '@fluentui/react-components';

const useStyles = makeStyles({
  pin: {
    fontFamily: tokens.fontFamilyMonospace,
    fontSize: 'clamp(2rem, 7vw, 5.5rem)',
    lineHeight: 1.2,
    letterSpacing: '0.12em',
    overflowWrap: 'anywhere',
  },
});

/** A PIN that is readable from some distance. */
export function PinText({ children }: { children: string }) {
  return <span className={useStyles().pin}>{children}</span>;
}
