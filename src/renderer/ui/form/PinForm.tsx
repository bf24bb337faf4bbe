import { Button, makeStyles } from '@fluentui/react-components';
import type { ReactNode } from 'react';
import { strings } from '../../strings.ts';
import { Form } from './Form.tsx';

const useStyles = makeStyles({ form: { maxWidth: '360px' } });

/** A form for a PIN, with the button that continues. */
export function PinForm({ ready, onSubmit, children }: { ready: boolean; onSubmit: () => void; children: ReactNode }) {
  return (
    <Form className={useStyles().form} onSubmit={onSubmit}>
      {children}
      <div>
        <Button type="submit" appearance="primary" disabledFocusable={!ready}>
          {strings.enroll.continue}
        </Button>
      </div>
    </Form>
  );
}
