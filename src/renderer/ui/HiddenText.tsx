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

/** Words for a screen reader where the eye needs none; `live` ones are read out when they change. */
export function HiddenText({ live, children }: { live?: boolean; children: string | false }) {
  return (
    <span className={useStyles().hidden} aria-live={live === true ? 'polite' : undefined}>
      {children}
    </span>
  );
}
