// Dead letters: looked at when somebody asks, since each look reads their topic.

import { number, table, time } from './page.js';
import { element } from './plots.js';

export class Letters {
  constructor(view) {
    this.view = view;
    this.form = view.querySelector('form');
    this.said = view.querySelector('.said');
    this.reasons = view.querySelector('.reasons');
    this.list = view.querySelector('.list');
    this.more = view.querySelector('.more');
    this.origins = [];
    this.form.addEventListener('submit', event => { event.preventDefault(); this.said.textContent = ''; this.look(); });
    this.more.addEventListener('click', () => this.look(this.next));
  }

  offer(origins, mayAct) {
    this.mayAct = mayAct;
    this.view.hidden = origins.length === 0;
    if (JSON.stringify(origins) === JSON.stringify(this.origins)) return;
    this.origins = origins;
    this.form.origin.replaceChildren(...origins.map((o, i) => element('option', { value: String(i), textContent: `${o.topic} (${o.group})` })));
  }

  async look(next) {
    if (!next) {
      this.origin = this.origins[Number(this.form.origin.value)];
      this.letters = [];
      this.reasons.replaceChildren(element('p', { class: 'faint', textContent: 'looking …' }));
      this.list.replaceChildren();
    }
    const { topic, group } = this.origin;
    try {
      const answer = await fetch(`letters?${new URLSearchParams(next ? { topic, group, next } : { topic, group })}`);
      const body = await answer.json();
      if (!answer.ok) throw new Error(body.error ?? answer.statusText);
      if (!next) this.showReasons(body.reasons);
      this.letters.push(...body.letters);
      this.next = body.next;
      this.more.hidden = body.next === null;
      this.showLetters();
    } catch (error) {
      this.reasons.replaceChildren(element('p', { class: 'error', textContent: String(error.message) }));
    }
  }

  showReasons(reasons) {
    this.reasons.replaceChildren(reasons.length === 0 ? element('p', { class: 'faint', textContent: 'There are none.' }) : table([
      { title: 'Handler', value: r => r.handler },
      { title: 'Exception', value: r => r.exception },
      { title: 'Letters', number: true, value: r => number(r.count) },
      { title: 'Since', value: r => time(Date.parse(r.oldest)) },
      { title: 'Newest', value: r => time(Date.parse(r.newest)) },
      ...this.actions(r => ({ handler: r.handler, exception: r.exception }), r => `${number(r.count)} letters of ${r.handler}`, ' all'),
    ], reasons));
  }

  showLetters() {
    this.list.replaceChildren(...(this.letters.length === 0 ? [] : [table([
      { title: 'Given up (UTC)', value: l => time(l.time) },
      { title: 'Record', value: l => l.record },
      { title: 'Handler', value: l => l.handler },
      { title: 'Key', class: 'event', value: l => l.key ?? '–' },
      { title: 'Attempts', number: true, value: l => number(l.attempts) },
      { title: 'Reason', class: 'event', value: l => l.reason },
      { title: 'Value', class: 'event', value: l => l.text ?? '–' },
      ...this.actions(l => ({ position: l.position }), l => `the letter of ${l.record}`, ''),
    ], this.letters)]));
  }

  actions(filter, what, all) {
    return !this.mayAct ? [] : [{ title: '', value: row => element('span', { class: 'actions' },
      element('button', { textContent: `Replay${all}`, onclick: () => this.settle('replay', filter(row), what(row)) }), ' ',
      element('button', { class: 'danger', textContent: `Discard${all}`, onclick: () => confirm(`Discard ${what(row)} for good?`) && this.settle('discard', filter(row), what(row)) })) }];
  }

  async settle(how, filter, what) {
    const { topic, group } = this.origin;
    for (const button of this.view.querySelectorAll('.actions button')) button.disabled = true;
    const answer = await fetch(`letters/${how}?${new URLSearchParams({ topic, group, ...filter })}`, { method: 'POST', headers: { 'X-Akka-Events': '1' } });
    const body = answer.headers.get('Content-Type')?.includes('json') ? await answer.json() : {};
    this.said.textContent = !answer.ok ? `${what}: ${body.error ?? `refused (${answer.status})`}`
      : body.letters === 0 ? `${what}: no longer there.` : `${number(body.letters)} ${how === 'replay' ? 'replayed' : 'discarded'}.`;
    await this.look();
  }
}
