// What a person has done to a form since the page came.

export function touched(control) {
  if (control.matches("[type=checkbox], [type=radio]")) return control.checked !== control.defaultChecked;
  if (control.matches("[type=file]")) return control.files.length > 0;
  if (control.matches("select")) return control.selectedIndex !== defaultIndex(control);
  return control.matches("input:not([type=hidden]), textarea") && control.value !== control.defaultValue;
}

const defaultIndex = (select) => Math.max(0, [...select.options].findIndex((each) => each.defaultSelected));

// Fields of a form may stand outside of it, as the boxes of evidence cards do.
export const written = (form) => refused(form) || [...form.elements].some(touched);

// The server did not store it: the page shows what was sent, and why.
export const refused = (form) => "unsaved" in form.dataset;

const TYPED_INTO = "input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]";
export const typing = (target) => target.closest(TYPED_INTO);
