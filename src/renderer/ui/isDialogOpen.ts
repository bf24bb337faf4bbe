/** Whether a dialog is open: the page behind it must not take the focus. */
export function isDialogOpen(): boolean {
  return document.querySelector('[role="dialog"], [role="alertdialog"]') !== null;
}
