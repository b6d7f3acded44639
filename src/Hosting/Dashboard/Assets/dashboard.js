// The dashboard: what the server tells each second, put into the page. Keys, values and texts of others are only ever set as text.

import { Letters } from './letters.js';
import { ago, by, figure, milliseconds, number, table, time, whole } from './page.js';
import { element, Plot } from './plots.js';

// --- groups -------------------------------------------------------------------------------------------------------------------

const groups = new Map();

class Group {
  constructor(name) {
    const id = `group-${groups.size}`;
    this.samples = [];
    this.plots = [
      new Plot('Records a second', v => whole.format(v), [s => s.rate]),
      new Plot('Lag', number, [s => s.lag]),
      new Plot('Handler time, half / 99 % below', milliseconds, [s => s.p50, s => s.p99]),
      new Plot('Under way', number, [s => s.outstanding]),
    ];
    this.figures = element('p', { class: 'figures' });
    this.partitions = element('div', { class: 'wide' });
    this.hold = element('button', { hidden: true, onclick: () => this.turn() });
    this.said = element('span', { class: 'error', role: 'status' });
    this.view = element('section', { 'aria-labelledby': id }, element('h2', { id, textContent: name }), this.figures,
      element('p', {}, this.hold, ' ', this.said), element('div', { class: 'plots' }, ...this.plots.map(p => p.view)), this.partitions);
    by('groups').append(this.view);
  }

  async turn() {
    const answer = await fetch(`groups/${encodeURIComponent(this.name)}/${this.paused ? 'resume' : 'pause'}`, { method: 'POST', headers: { 'X-Akka-Events': '1' } });
    this.said.textContent = answer.ok ? '' : `refused (${answer.status})`;
  }

  show(group, mayAct) {
    this.name = group.name;
    this.paused = group.partitions.length > 0 && group.partitions.every(p => p.paused);
    this.hold.hidden = !mayAct || group.partitions.length === 0;
    this.hold.textContent = this.paused ? 'Resume' : 'Pause';
    const last = this.samples.at(-1)?.at ?? 0;
    // The stream begins anew after a break: then all of it comes again.
    this.samples = group.samples.length > 1 ? group.samples : [...this.samples, ...group.samples.filter(s => s.at > last)].slice(-300);
    for (const plot of this.plots) plot.draw(this.samples);
    const most = Math.max(1, ...group.partitions.map(p => p.lag ?? 0));
    this.figures.replaceChildren(
      figure('handled', number(group.handled)), figure(group.partitions.length === 1 ? 'partition' : 'partitions', number(group.partitions.length)),
      figure('entities in memory', number(group.residentEntities)), figure('with an actor', number(group.activeEntities)),
      figure('failed attempts', number(group.failures), group.failures > 0), figure('discarded', number(group.discarded), group.discarded > 0),
      figure('keys wait', number(group.blockedKeys), group.blockedKeys > 0));
    this.partitions.replaceChildren(group.partitions.length === 0
      ? element('p', { class: 'faint', textContent: 'No partition is assigned to this process: it stands by, or is joining the group.' })
      : table([
        { title: 'Topic', value: p => p.topic },
        { title: 'Partition', number: true, value: p => number(p.partition) },
        { title: 'Finished up to', number: true, value: p => number(p.watermark) },
        { title: 'Lag', number: true, value: p => number(p.lag) },
        { title: '', value: p => { const bar = element('i'); bar.style.width = `${100 * (p.lag ?? 0) / most}%`; return element('span', { class: 'bar', 'aria-hidden': 'true' }, bar); } },
        { title: 'Under way', number: true, value: p => number(p.outstanding) },
        { title: 'Gap', number: true, value: p => number(p.gap) },
        { title: 'Handled', number: true, value: p => number(p.handled) },
        { title: '', value: p => p.paused ? 'paused' : p.heldBack ? 'held back' : '' },
      ], group.partitions));
  }
}

const problems = status => {
  const all = [...status.groups.flatMap(g => g.problems.map(p => ({ ...p, of: g.name }))), ...(status.outbox?.problems ?? []).map(p => ({ ...p, of: 'outbox' }))];
  const view = by('problems');
  view.hidden = all.length === 0;
  view.className = all.every(p => p.partial) ? 'partial' : '';
  view.querySelector('ul').replaceChildren(...all.map(p => element('li', { class: p.partial ? 'partial' : '' },
    element('p', { class: 'code', textContent: `${p.of} · ${p.code} · for ${ago(status.at - p.since)}${p.partial ? ' · the rest goes on' : ''}` }),
    element('p', { class: 'what', textContent: p.text }), element('p', { class: 'advice', textContent: p.advice }))));
};

// --- entities -----------------------------------------------------------------------------------------------------------------

const form = by('search'), found = by('found');
let entities = [];

const offer = list => {
  by('entities').hidden = list.length === 0;
  if (JSON.stringify(list) === JSON.stringify(entities)) return;
  entities = list;
  form.entity.replaceChildren(...list.map((e, i) => element('option', { value: String(i), textContent: `${e.entity} (${e.group})` })));
};

form.addEventListener('submit', async event => {
  event.preventDefault();
  const { group, entity } = entities[Number(form.entity.value)];
  found.replaceChildren(element('p', { class: 'faint', textContent: 'looking …' }));
  try {
    const answer = await fetch(`entity?${new URLSearchParams({ group, entity, key: form.key.value })}`);
    const body = await answer.json();
    if (!answer.ok) throw new Error(body.error ?? answer.statusText);
    found.replaceChildren(
      element('p', { class: 'faint', textContent: body.state === null ? `${body.entity} ${body.key}, shard ${body.shard}: it has no state.`
        : `${body.entity} ${body.key}, shard ${body.shard}: its state as of sequence number ${body.sequenceNr}` }),
      ...(body.state === null ? [] : [element('pre', { tabIndex: 0, textContent: body.state })]),
      ...(body.events.length === 0 ? [element('p', { class: 'faint', textContent: 'The journal has no event of it.' })] : [
        element('h3', { textContent: body.events.length === 1 ? 'The event that the journal has' : `The newest ${body.events.length} events that the journal has` }),
        element('div', { class: 'wide' }, table([
          { title: 'Time (UTC)', value: e => time(e.time) },
          { title: 'Record', value: e => `${e.topic} [${e.partition}] @${e.offset}` },
          { title: 'Event', value: e => e.type },
          { title: '', class: 'event', value: e => e.text },
        ], body.events))]));
  } catch (error) {
    found.replaceChildren(element('p', { class: 'error', textContent: String(error.message) }));
  }
});

// --- outbox -------------------------------------------------------------------------------------------------------------------

let mayAct = false;
const letters = new Letters(by('letters'));

const act = async (id, what) => {
  const said = by('outbox').querySelector('.said');
  const answer = await fetch(`outbox/${id}/${what}`, { method: 'POST', headers: { 'X-Akka-Events': '1' } });
  said.textContent = answer.ok ? `Event ${id}: ${what === 'skip' ? 'given up' : 'tried again'}.` : `Event ${id}: ${answer.status === 404 ? 'no longer there' : `refused (${answer.status})`}.`;
  await outbox();
};

const outbox = async () => {
  const view = by('outbox');
  const answer = await fetch('outbox');
  view.hidden = answer.status === 404;
  if (view.hidden) return;
  const body = await answer.json();
  const figures = view.querySelector('.figures');
  if (!answer.ok) { figures.replaceChildren(element('span', { class: 'error', textContent: body.error })); return; }
  figures.replaceChildren(figure('wait', number(body.waiting)), ...(body.oldest ? [figure('since the oldest', ago(Date.now() - Date.parse(body.oldest)))] : []),
    figure("can't be sent", number(body.refused.length), body.refused.length > 0));
  view.querySelector('.wide').replaceChildren(...(body.refused.length === 0 ? [] : [table([
    { title: 'Number', number: true, value: r => r.id },
    { title: 'Topic', value: r => r.topic },
    { title: 'Key', value: r => r.key ?? '–' },
    { title: 'Why', class: 'event', value: r => r.reason },
    ...(mayAct ? [{ title: '', value: r => {
      const skip = element('button', { class: 'danger', textContent: 'Give up', onclick: () => confirm(`Event ${r.id} for ${r.topic} will be lost. Give it up?`) && act(r.id, 'skip') });
      return element('span', {}, element('button', { textContent: 'Retry', onclick: () => act(r.id, 'retry') }), ' ', skip);
    } }] : []),
  ], body.refused)]));
};

// --- live ---------------------------------------------------------------------------------------------------------------------

const nodes = list => {
  by('nodes').hidden = list.length === 0;
  by('nodes').querySelector('.wide').replaceChildren(table([
    { title: 'Node', value: n => n.address },
    { title: 'State', value: n => n.reachable ? n.status : `${n.status}, unreachable` },
    { title: '', value: n => n.here ? 'this one' : '' },
  ], list));
};

const show = status => {
  by('process').textContent = `${status.process}, up for ${ago(status.uptime * 1000)}`;
  mayAct = status.actions;
  problems(status);
  for (const group of status.groups) {
    if (!groups.has(group.name)) groups.set(group.name, new Group(group.name));
    groups.get(group.name).show(group, status.actions);
  }
  offer(status.entities);
  letters.offer(status.letters, status.actions);
  nodes(status.nodes);
};

const link = (state, text) => { by('link').dataset.state = state; by('link').textContent = text; };

const stream = new EventSource('stream');
stream.onmessage = message => {
  show(JSON.parse(message.data));
  if (by('link').dataset.state !== 'live') link('live', 'live');
};
stream.onerror = () => link('lost', 'no answer; trying again …');

outbox();
setInterval(outbox, 10000);
