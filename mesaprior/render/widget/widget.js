// The script of a widget. Everything is decided in whole numbers (BigInt): coefficients are scaled to integers by
// the generator, sliders count steps, a rate is a pair [n, d] with d > 0. Floats only place bars and follow a ≈.
// Strings reach the page through textContent alone; there is no request and no storage. Comments and leading
// blanks are left out of the page.
'use strict';
const find = id => document.getElementById(id);
const data = JSON.parse(find('data').textContent);
const sliders = [...document.querySelectorAll('input')];
const rateSlider = data.rates && sliders.shift();
const grid = (data.rates || '1').split(' ').map(n => [BigInt(n), BigInt(data.unit)]);
let rate = grid[data.start];
let stops, steps, lines;

// 64/25 -> 2.56, 1/3 -> 1/3 ≈ 0.333: decimals that are exact up to six places, else the fraction.
const gcd = (a, b) => b ? gcd(b, a % b) : a < 0n ? -a : a;
const say = (n, d) => {
  const k = gcd(n, d);
  const x = Number(n / k) / Number(d /= k);
  const exact = n / k + (d > 1n ? '/' + d : '');
  if (!(1000000n % d) && d > 1n && Math.abs(x) < 1e9) return x;
  return exact.length > 24 ? '≈ ' + +x.toPrecision(3) : d > 1n ? exact + ' ≈ ' + +x.toPrecision(3) : exact;
};
const listed = names => names.join(', ').replace(/, (?=[^,]*$)/, ' and ');
const least = values => values.reduce((a, b) => b < a ? b : a);
const order = (x, y) => Number(x[0] * y[1] - y[0] * x[1]);
const tell = (slider, text) => {
  slider.previousSibling.textContent = text;
  slider.setAttribute('aria-valuetext', text);
};

// A polynomial in the steps: [[coefficient, exponent of the first slider, of the second, ...], ...].
const valued = polynomial => polynomial.reduce((sum, [coefficient, ...exponents]) =>
  sum + exponents.reduce((part, e, i) => part * steps[i] ** BigInt(e), BigInt(coefficient)), 0n);

// Prices have moved: the lines a*g + b are others, and so are the crossovers, at which the rate stops too.
// From g -> 0 the winner changes to the line that is the first to undercut the present one.
const slide = () => {
  steps = sliders.map(slider => BigInt(slider.value));
  sliders.forEach((slider, i) => tell(slider, say(steps[i] * BigInt(data.units[i][0]), BigInt(data.units[i][1]))));
  lines = data.lines.map(([name, title, a, b]) => ({ name, title, a: valued(a), b: valued(b) }));
  const steepFirst = [...lines].sort((x, y) => x.a > y.a ? -1 : 1);
  let here = steepFirst.reduce((x, y) => y.b > x.b ? x : y);
  const parts = [{ here }];
  for (let next; here; here = next && next.here) {
    next = 0;
    for (const line of steepFirst) if (line.a < here.a) {
      const at = [line.b - here.b, here.a - line.a];
      if (!next || order(at, next.at) <= 0) next = { here: line, at };
    }
    if (next) parts.push(next);
  }
  if (!rateSlider) return;
  find('map').textContent = parts.map(({ here, at }, i) => {
    const same = lines.filter(line => line.a == here.a && line.b == here.b);
    const to = parts[i + 1] ? 'g < ' + say(...parts[i + 1].at) : at ? 'g' : 'every g';
    return listed(same.map(line => line.name)) + (same[1] ? ' tie' : ' wins') + ' for ' +
      (at ? to == 'g' ? 'g > ' + say(...at) : say(...at) + ' < ' + to : to);
  }).join('; ') + (parts[1] ? '; where these meet, a tie' : '');
  stops = [...grid, ...parts.slice(1).map(part => part.at), rate].sort(order)
    .filter((stop, i, all) => !i || order(stop, all[i - 1]));
  rateSlider.max = stops.length - 1;
  rateSlider.value = stops.findIndex(stop => !order(stop, rate));
};

// Bars leave out what all pay.
const show = () => {
  if (rateSlider) tell(rateSlider, say(...rate = stops[rateSlider.value]));
  const [p, q] = rate;
  const per = valued(data.per) * q;
  const at = rateSlider ? ' at g = ' + say(p, q) : '';
  const costs = lines.map(line => line.a * p + line.b * q);
  const low = least(costs);
  const first = lines.filter((_, i) => costs[i] == low);
  const broken = data.facts.find(([a, b, strict]) => valued(a) * p + valued(b) * q < (strict ? 1n : 0n));
  const more = costs.filter(cost => cost > low);
  const [{ name, title }] = first;
  find('answer').textContent = broken ? 'Not as given: ' + broken[3] + ' does not hold here' :
    first[1] ? 'tie' + at + ' between ' + listed(first.map(line => line.name)) +
      (first[2] ? ', all ' : ', both ') + say(low, per) :
    name + title + ' wins' + at + (more[0] ?
      ', by ' + say(least(more) - low, per) + ' over ' + lines[costs.indexOf(least(more))].name : '');
  const a = least(lines.map(line => line.a));
  const b = least(lines.map(line => line.b));
  const widest = -least(costs.map(cost => a * p + b * q - cost)) || 1n;
  const percent = part => Number(part * 1000n / widest) / 10 + '%';
  find('paid').textContent = (rateSlider ? say(a, per / q) + '·g + ' : '') + say(b, per / q);
  [...find('costs').rows].forEach((row, i) => {
    const wins = costs[i] == low && !broken;
    row.className = wins ? 'w' : '';
    row.cells[1].textContent = say(costs[i], per);
    row.cells[2].textContent = wins ? first[1] ? 'ties' : 'wins' : say(costs[i] - low, per);
    const [bar, rest] = row.querySelectorAll('rect');
    const x = percent((lines[i].a - a) * p);
    bar.setAttribute('width', x);
    rest.setAttribute('x', x);
    rest.setAttribute('width', percent((lines[i].b - b) * q));
  });
};

for (const slider of sliders) slider.oninput = () => (slide(), show());
if (rateSlider) rateSlider.oninput = show;
find('sliders').hidden = false;
slide();
show();
