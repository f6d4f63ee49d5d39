// Buttons for what the state allows and the user may; what is not allowed is not there. Each asks for a reason first.
import { h } from './dom.js';
import { post, session, Failure } from './api.js';
import { t } from './words.js';

/** @param {{label: string, path: string, effect: string, danger?: boolean, body?: object, done: () => void}} operation */
export function button(operation) {
  return h('button', { type: 'button', id: `do-${operation.path}`, class: operation.danger ? 'danger' : '', click: () => ask(operation) }, operation.label);
}

export const mayOperate = () => session.canOperate;

function ask(operation) {
  const reason = h('textarea', { id: 'reason', required: true, maxlength: '500', rows: '3' });
  const told = h('p', { role: 'alert', class: 'bad' });
  const go = h('button', { type: 'submit', class: operation.danger ? 'danger' : '' }, operation.label);
  const dialog = h('dialog', { 'aria-labelledby': 'dialog-title', close: () => dialog.remove() },
    h('form', {
      submit: async event => {
        event.preventDefault();
        go.disabled = true;
        try {
          await post(operation.path, { ...operation.body, reason: reason.value.trim().replace(/\s+/g, ' ') });
          dialog.close();
          operation.done();
        } catch (failure) {
          const isOld = failure instanceof Failure && failure.status === 409;
          told.textContent = `${isOld ? t('operate.conflict') : t('operate.failed')} ${failure.message}`;
          go.disabled = isOld;
          if (isOld) operation.done();
        }
      },
    },
    h('h2', { id: 'dialog-title' }, operation.label),
    h('p', {}, operation.effect),
    h('label', { for: 'reason' }, t('operate.reason')), reason,
    h('p', { class: 'muted' }, t('operate.audit', { actor: session.actor ?? '–' })),
    told,
    h('div', { class: 'row' }, go, h('button', { type: 'button', click: () => dialog.close() }, t('operate.cancel')))));
  document.body.append(dialog);
  dialog.showModal();
  reason.focus();
}
