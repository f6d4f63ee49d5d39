// Buttons for what the state allows and the user may; what is not allowed is not there. Each asks for a reason first.
import { h } from './dom.js';
import { post, session } from './api.js';
import { failed, named, t } from './words.js';

/** @param {{label: string, path: string, effect: string, danger?: boolean, body?: object, more?: Node, after?: () => void}} operation */
export function button(operation) {
  return h('button', {
    type: 'button', id: `do-${operation.id ?? operation.path}`, class: operation.danger ? 'danger' : '', title: operation.effect,
    'data-body': JSON.stringify(operation.body), click: () => ask(operation),
  }, operation.label);
}

export const mayOperate = () => session.canOperate;

/** Says what is about to happen, and to how many; then asks why. */
export function ask(operation) {
  const reason = h('textarea', { id: 'reason', required: true, maxlength: '500', rows: '3' });
  const told = h('p', { role: 'alert', class: 'bad' });
  const signed = () => t('operate.audit', { actor: session.actor ?? '–' });
  const by = h('p', { class: 'muted small' }, signed());
  const go = h('button', { type: 'submit', class: operation.danger ? 'danger full' : 'full' }, operation.label);
  const dialog = h('dialog', { 'aria-labelledby': 'dialog-title', 'aria-describedby': 'dialog-effect', close: () => {
    dialog.remove();
    dispatchEvent(new Event('dialog-closed'));
  } },
  h('form', {
    submit: async event => {
      event.preventDefault();
      go.disabled = true;
      told.textContent = t('operate.working');
      try {
        await post(operation.path, { ...operation.body, reason: reason.value.trim().replace(/\s+/g, ' ') });
        operation.after?.();
        dialog.close();
      } catch (failure) {
        const { code, rollout, isInEffect, mayHaveHappened } = failure.body ?? {};
        const isOld = failure.status === 409 && code !== 'actor';
        const what = isInEffect ? 'inEffect' : mayHaveHappened ? 'unknown' : isOld ? 'conflict' : 'failed';
        told.textContent = `✗ ${t(`operate.${what}`)} ${failed(failure)}`;
        by.textContent = signed();
        go.disabled = isOld && !rollout;
        if (!rollout) return;
        // Whoever is told what there is now may still mean it.
        told.append(` ${named('phase', rollout.phase)} · ${rollout.stageName}`);
        if (operation.body) operation.body.expectedRevision = rollout.revision;
      }
    },
  },
  h('h2', { id: 'dialog-title' }, operation.label),
  h('p', { id: 'dialog-effect' }, operation.effect),
  operation.more ?? null,
  h('label', { for: 'reason' }, t('operate.reason')), reason,
  by, told,
  h('div', { class: 'row' }, go, h('button', { type: 'button', click: () => dialog.close() }, t('operate.cancel')))));
  document.body.append(dialog);
  dialog.showModal();
  reason.focus();
}
