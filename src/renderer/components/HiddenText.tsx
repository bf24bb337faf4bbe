import { makeStyles } from '@fluentui/react-components';

const useStyles = makeStyles({
  hidden: {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  },
});

/** Words for a screen reader where the eye needs none. */
export function HiddenText({ children }: { children: string }) {
  return <span className={useStyles().hidden}>{children}</span>;
}
