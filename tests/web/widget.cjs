// Opens widgets in a frame that may run scripts and nothing else, drives them by keyboard, says what it saw.
// Asked: {pages: {name: html}, drive: [name...], moves: {name: [[step, ...], ...]}, widths: [...]}.
'use strict';
const { chromium } = require('playwright-core');

const QUIET = ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
  '--disable-background-networking', '--disable-component-update'];
const PARENT = `<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none';
  script-src 'unsafe-inline'; style-src 'unsafe-inline'"><style>body{margin:0}
  iframe{border:0;width:100%;height:900px}</style><iframe sandbox="allow-scripts"></iframe>`;

// What a reader of the page is told.
const seen = () => {
  const text = id => document.getElementById(id)?.textContent;
  return {
    answer: text('answer'), map: text('map'), paid: text('paid'), title: document.title,
    sliders: [...document.querySelectorAll('input')].map(input => ({
      value: input.value, min: input.min, max: input.max, says: input.getAttribute('aria-valuetext'),
      shown: input.previousSibling.textContent, label: input.labels[0].textContent,
      visible: input.offsetParent !== null,
    })),
    rows: [...document.getElementById('costs').rows].map(row => ({
      name: row.cells[0].firstChild.textContent.trim(), title: row.querySelector('small')?.textContent ?? '',
      cost: row.cells[1].textContent, behind: row.cells[2].textContent, strong: row.className,
      bars: [...row.querySelectorAll('rect')].map(bar => [bar.getAttribute('x'), bar.getAttribute('width')]),
    })),
    elements: document.querySelectorAll('*').length, width: document.documentElement.scrollWidth,
  };
};

// Prices first, then the rate, as a hand would: each by the event that dragging fires.
const move = steps => {
  [...document.querySelectorAll('input')].map((input, i) => [input, i]).reverse().forEach(([input, i]) => {
    input.value = Math.round(Number(input.min || 0) + steps[i] * (Number(input.max) - Number(input.min || 0)));
    input.dispatchEvent(new Event('input'));
  });
};

// One page holds every widget in turn, in a fresh frame each.
async function parent(browser) {
  const page = await browser.newPage({ viewport: { width: 700, height: 900 } });
  const trouble = [];
  page.on('request', request => trouble.push(`request ${request.url().slice(0, 99)}`));
  page.on('console', message => trouble.push(`console ${message.text()}`));
  page.on('pageerror', error => trouble.push(`error ${error.message}`));
  page.on('dialog', dialog => trouble.push(`dialog ${dialog.message()}`));
  return { page, trouble };
}

async function opened(page, html) {
  await page.setContent(PARENT);
  await page.locator('iframe').evaluate((frame, html) => new Promise(done => {
    frame.onload = done;
    frame.srcdoc = html;
  }), html);
  return page.frames()[1];
}

async function driven(page, frame) {
  await page.keyboard.press('Tab');
  const focus = await frame.evaluate(() => document.activeElement.id);
  await page.keyboard.press('Home');
  const found = [await frame.evaluate(seen)];
  while (found.at(-1).sliders[0].value !== found.at(-1).sliders[0].max) {
    await page.keyboard.press('ArrowRight');
    found.push(await frame.evaluate(seen));
  }
  return { focus, found };
}

async function looked({ page, trouble }, name, html, asked) {
  const frame = await opened(page, html);
  const answer = { start: await frame.evaluate(seen), widths: [], moved: [] };
  for (const width of asked.widths) {
    await page.setViewportSize({ width, height: 900 });
    await frame.waitForFunction(wide => innerWidth === wide, width);
    answer.widths.push(await frame.evaluate(() => document.documentElement.scrollWidth));
  }
  if (asked.drive.includes(name)) {
    answer.roles = await frame.locator('body').ariaSnapshot();
    answer.driven = await driven(page, frame);
  }
  for (const steps of asked.moves[name] || []) {
    await frame.evaluate(move, steps);
    answer.moved.push(await frame.evaluate(seen));
  }
  return { ...answer, trouble: trouble.splice(0) };
}

// A page that may run no script, as text too.
async function still(page, html) {
  await page.setContent(html);
  return { ...await page.evaluate(seen), text: await page.evaluate(() => document.body.innerText) };
}

async function main(asked) {
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: QUIET });
  const answers = {};
  try {
    const live = await parent(browser);
    const silent = await browser.newPage({ javaScriptEnabled: false, viewport: { width: 340, height: 900 } });
    for (const [name, html] of Object.entries(asked.pages)) {
      answers[name] = { ...await looked(live, name, html, asked), still: await still(silent, html) };
    }
  } finally {
    await browser.close();
  }
  process.stdout.write(JSON.stringify(answers));
}

let text = '';
process.stdin.on('data', part => { text += part; });
process.stdin.on('end', () => main(JSON.parse(text)).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
}));
