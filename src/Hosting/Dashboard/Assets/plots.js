// Plots of the last minutes as SVG: no library, and no text that isn't set as text.

const svg = 'http://www.w3.org/2000/svg', width = 300, height = 64;

export const element = (name, properties = {}, ...children) => {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(properties)) {
    if (key === 'class') made.className = value;
    else if (key.startsWith('aria-') || key === 'role' || key === 'scope') made.setAttribute(key, value);
    else made[key] = value;
  }
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
};

const shape = (name, attributes) => {
  const made = document.createElementNS(svg, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

// A plot of one or two values of each sample. What is null is a gap.
export class Plot {
  constructor(title, format, values) {
    this.format = format;
    this.values = values;
    this.now = element('p', { class: 'now', textContent: '–' });
    this.top = element('span');
    this.image = shape('svg', { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: 'none', role: 'img', 'aria-label': title });
    this.view = element('div', { class: 'plot' }, element('h3', { textContent: title }), this.now, this.image,
      element('div', { class: 'axis' }, element('span', { textContent: '5 minutes' }), this.top, element('span', { textContent: 'now' })));
  }

  draw(samples) {
    const newest = samples.at(-1);
    if (!newest) return;
    const lines = this.values.map(value => samples.map(value));
    const most = Math.max(...lines.flat().filter(v => v !== null), 0) || 1, any = lines.flat().some(v => v !== null);
    const end = newest.at, x = at => (width * (1 - (end - at) / 300000)).toFixed(1), y = v => (height - 2 - (height - 6) * v / most).toFixed(1);
    // What isn't measured while nothing happens is the last that was.
    const last = value => samples.map(value).findLast(v => v !== null) ?? null;
    this.now.textContent = this.values.map(last).map(v => v === null ? '–' : this.format(v)).join(' / ');
    this.top.textContent = any ? `most ${this.format(most)}` : '';
    const drawn = [shape('line', { class: 'rule', x1: 0, x2: width, y1: height - 1, y2: height - 1 })];
    lines.forEach((line, number) => {
      let path = '', first = null, last = null;
      line.forEach((v, i) => {
        if (v === null) { last = null; return; }
        path += `${last === null ? 'M' : 'L'}${x(samples[i].at)} ${y(v)}`;
        first ??= samples[i].at;
        last = samples[i].at;
      });
      if (number === 0 && lines.length === 1 && first !== null)
        drawn.push(shape('path', { class: 'area', d: `${path}L${x(last)} ${height}L${x(first)} ${height}Z` }));
      drawn.push(shape('path', { class: number ? 'line second' : 'line', d: path }));
    });
    this.image.replaceChildren(...drawn);
  }
}
