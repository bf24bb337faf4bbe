import { makeStyles, mergeClasses, tokens } from '@fluentui/react-components';
import type { ReactNode } from 'react';

const useStyles = makeStyles({
  form: { display: 'flex', flexDirection: 'column', gap: tokens.spacingVerticalM },
  start: { alignItems: 'start', '& > .fui-Field': { width: '100%', maxWidth: '480px' } },
});

/**
 * A form with its fields one below the other. Enter in a field submits it.
 * @param className for another gap or width; without it the fields have the width of a line that is easy to read
 */
export function Form(props: { className?: string; onSubmit: () => void; children: ReactNode }) {
  const styles = useStyles();
  const { className, onSubmit, children } = props;
  return (
    <form
      className={mergeClasses(styles.form, className ?? styles.start)}
      onSubmit={event => {
        event.preventDefault();
        onSubmit();
      }}
    >
      {children}
    </form>
  );
}
