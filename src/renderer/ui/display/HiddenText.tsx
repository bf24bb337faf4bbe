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

/** Text only for screen readers, which read out `live` text when it changes. */
export function HiddenText({ live, children }: { live?: boolean; children: string | false }) {
  return (
    <span className={useStyles().hidden} aria-live={live === true ? 'polite' : undefined}>
      {children}
    </span>
  );
}
