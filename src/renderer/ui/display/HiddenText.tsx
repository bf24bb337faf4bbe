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

/** Words only for screen readers. `live` words are read out when they change. */
export function HiddenText({ live, children }: { live?: boolean; children: string | false }) {
  return (
    <span className={useStyles().hidden} aria-live={live === true ? 'polite' : undefined}>
      {children}
    </span>
  );
}
