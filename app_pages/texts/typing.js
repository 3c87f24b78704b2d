// Streamlit sends what is typed when the field is left. This sends it in every pause, by the key that a person would
// press for it, so that a closed tab loses no more than the last seconds and suggestions follow the text.
const PAUSE = 1200;
const LONGEST = 4000;
const seen = new Map();

function send(field) {
  const key = { key: "Enter", code: "Enter", ctrlKey: true, bubbles: true };
  field.dispatchEvent(new KeyboardEvent("keydown", key));
  field.dispatchEvent(new KeyboardEvent("keyup", key)); // or the page takes it for held, and no shortcut works
}

function watch(label) {
  const field = document.querySelector(`[aria-label="${label}"]`);
  if (!field) return;
  const now = Date.now();
  const state = seen.get(label);
  if (!state || state.field !== field) {
    // What was typed before this script ran counts as just typed; sending what is known already does nothing.
    seen.set(label, { field, value: field.value, changed: field.value ? now : 0, since: now });
    return;
  }
  if (field.value !== state.value) {
    state.since = state.changed ? state.since : now;
    state.changed = now;
    state.value = field.value;
  }
  const due = now - state.changed >= PAUSE || now - state.since >= LONGEST;
  if (state.changed && due && document.activeElement === field) {
    state.changed = 0;
    send(field);
  }
}

export default function ({ data }) {
  const timer = setInterval(() => data.labels.forEach(watch), 300);
  return () => clearInterval(timer);
}
