// What the page's parts share: texts of numbers and times, and tables.

import { element } from './plots.js';

export const by = id => document.getElementById(id);
export const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
export const number = v => v === null || v === undefined ? '–' : whole.format(v);
export const milliseconds = v => v < 1 ? `${v.toFixed(2)} ms` : v < 100 ? `${v.toFixed(1)} ms` : v < 10000 ? `${v.toFixed(0)} ms` : `${(v / 1000).toFixed(0)} s`;
export const ago = ms => {
  const s = Math.max(0, Math.round(ms / 1000));
  return s < 120 ? `${s} s` : s < 7200 ? `${Math.round(s / 60)} min` : s < 172800 ? `${Math.round(s / 3600)} h` : `${Math.round(s / 86400)} days`;
};
export const time = ms => ms === null ? '–' : new Date(ms).toISOString().replace('T', ' ').replace('Z', '');
export const figure = (name, value, bad) => element('span', { class: bad ? 'bad' : '' }, element('b', { textContent: value }), ` ${name}`);

export const table = (columns, rows) => element('table', {},
  element('thead', {}, element('tr', {}, ...columns.map(c => element('th', { scope: 'col', class: c.number ? 'number' : '', textContent: c.title })))),
  element('tbody', {}, ...rows.map(row => element('tr', {}, ...columns.map(c => {
    const value = c.value(row);
    const cell = element('td', { class: c.number ? 'number' : c.class ?? '' });
    cell.append(value instanceof Node ? value : String(value));
    return cell;
  })))));
