// The browser's budgets, in the real page: `node browser.mjs DIST FILE...`. PapaParse splits the same files in
// the same browser, in a worker of its own, as the reference.

import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';

const [dist, ...files] = process.argv.slice(2);
const RUNS = 3;
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const lines = [];

function line(id, name, ours, reference, unit, budget) {
  const ratio = ours / reference;
  const met = ratio <= budget;
  lines.push({ id, name, ours, reference, unit, ratio, budget, met });
  const missed = met ? '' : ', missed';
  console.log(`${id} ${name}: ${ours.toFixed(2)} ${unit} / ${reference.toFixed(2)} ${unit} = ${ratio.toFixed(2)} (budget ${budget}${missed})`);
}

// A page without Muster's policy, which PapaParse's worker would not be allowed under.
const papaparse = readFileSync(createRequire(import.meta.url).resolve('papaparse/papaparse.min.js'));
const reference = createServer((request, response) => {
  const isScript = request.url === '/papaparse.js';
  response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html');
  response.end(isScript ? papaparse : '<input type="file"><script src="/papaparse.js"></script>');
}).listen(0, '127.0.0.1');
await new Promise((resolve) => reference.once('listening', resolve));

const folder = mkdtempSync(join(tmpdir(), 'muster-bench-'));
const database = ['--database', `sqlite:${join(folder, 'muster.db')}`];
const user = { name: 'ada', password: 'correct horse battery' };
spawnSync(process.env.MUSTER_BIN, ['user', 'create', '--name', user.name, '--password-stdin', ...database], {
  input: user.password,
});
const muster = spawn(process.env.MUSTER_BIN, ['serve', '--listen', '127.0.0.1:0', ...database], {
  stdio: ['ignore', 'pipe', 'ignore'],
});
const url = await new Promise((resolve) => {
  muster.stdout.on('data', (data) => {
    const found = /listening on (http:\S+)/.exec(data)?.[1];
    if (found) resolve(found);
  });
});
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-sync'],
});

async function split(file) {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${reference.address().port}/`);
  await page.locator('input').setInputFiles(file);
  const seconds = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const began = performance.now();
        let rows = 0;
        Papa.parse(document.querySelector('input').files[0], {
          worker: true,
          chunk: (results) => {
            rows += results.data.length;
          },
          complete: () => resolve((performance.now() - began) / 1000),
        });
      }),
  );
  await page.close();
  return seconds;
}

/** A target of the browser's protocol that is reached through another one: a worker, and those it has started. */
class Worker {
  constructor(send) {
    this.send = send;
    this.answers = new Map();
    this.workers = new Map();
  }

  call(method, params = {}) {
    const id = this.answers.size + 1;
    return new Promise((resolve) => {
      this.answers.set(id, resolve);
      this.send(JSON.stringify({ id, method, params }));
    });
  }

  hear({ id, result, method, params }) {
    if (id) this.answers.get(id)(result);
    if (method === 'Target.receivedMessageFromTarget') this.workers.get(params.sessionId)?.hear(JSON.parse(params.message));
    if (method !== 'Target.attachedToTarget') return;
    const { sessionId } = params;
    const send = (message) => this.call('Target.sendMessageToTarget', { sessionId, message });
    this.workers.set(sessionId, new Worker(send));
  }

  /** What it and its workers hold, in megabytes: the memory of its wasm, which never shrinks, and JavaScript's. */
  async memory() {
    await this.call('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
    const prototype = await this.call('Runtime.evaluate', { expression: 'WebAssembly.Memory.prototype' });
    const found = await this.call('Runtime.queryObjects', { prototypeObjectId: prototype.result.objectId });
    const wasm = await this.call('Runtime.callFunctionOn', {
      objectId: found.objects.objectId,
      functionDeclaration: 'function () { return this.reduce((sum, memory) => sum + memory.buffer.byteLength, 0); }',
      returnByValue: true,
    });
    const { totalSize, embedderHeapUsedSize, backingStorageSize } = await this.call('Runtime.getHeapUsage');
    const own = (wasm.result.value + totalSize + embedderHeapUsedSize + backingStorageSize) / 1e6;
    const others = await Promise.all([...this.workers.values()].map((worker) => worker.memory()));
    return others.reduce((sum, megabytes) => sum + megabytes, own);
  }
}

/** What a page's workers hold, in megabytes. */
async function workersMemory(page) {
  const session = await page.context().newCDPSession(page);
  const root = new Worker((message) => {
    const { id, method, params } = JSON.parse(message);
    session.send(method, params).then((result) => root.hear({ id, result }));
  });
  for (const method of ['Target.attachedToTarget', 'Target.receivedMessageFromTarget']) {
    session.on(method, (params) => root.hear({ method, params }));
  }
  await root.call('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false });
  const all = await Promise.all([...root.workers.values()].map((worker) => worker.memory()));
  await session.detach();
  return all.reduce((sum, megabytes) => sum + megabytes, 0);
}

async function check(file) {
  const context = await browser.newContext({ locale: 'en-US' });
  await context.request.post(`${url}/api/session`, { data: user, headers: { origin: url } });
  const page = await context.newPage();
  await page.goto(`${url}/import`);
  await page.locator('#file').waitFor({ state: 'attached' });
  // Nobody has found their file before the page is at rest.
  await page.waitForLoadState('networkidle');
  const measured = await page.evaluate(() => {
    window.longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longest = Math.max(window.longest, duration);
    }).observe({ type: 'longtask' });
    document.querySelector('#file').addEventListener('change', () => (window.began = performance.now()), true);
    const seen = (find) =>
      new Promise((resolve) => {
        const look = () => find() && (observer.disconnect(), resolve(performance.now() - window.began));
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, subtree: true, characterData: true });
      });
    window.preview = seen(() => document.querySelector('table tbody td'));
    window.checked = seen(() => / of [\d,]+ rows? can be imported$/.test(document.querySelector('.check-line__text')?.textContent ?? ''));
  }).then(async () => {
    await page.locator('#file').setInputFiles(file);
    return page.evaluate(async () => ({
      preview: await window.preview,
      checked: (await window.checked) / 1000,
      longest: window.longest,
    }));
  });
  measured.memory = await workersMemory(page);
  Object.assign(measured, await useGrid(page));
  await context.close();
  return measured;
}

/** Milliseconds that the grid takes at most to show what it is asked for: a row far away, a cell's new value with
 * its verdict, the rows of a filter. */
async function useGrid(page) {
  await page.getByRole('link', { name: 'See all rows' }).click();
  await page.locator('.grid__number').first().waitFor();
  const rows = Number(await page.getByRole('grid').getAttribute('aria-rowcount')) - 1;
  return page.evaluate(async (rows) => {
    const grid = document.querySelector('.grid');
    /** From what is done until the page has it, and has drawn it. */
    const timed = async (act, isThere) => {
      const began = performance.now();
      const seen = new Promise((resolve) => {
        const look = () => isThere() && (observer.disconnect(), resolve());
        const observer = new MutationObserver(look);
        observer.observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
        act();
        look();
      });
      await seen;
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
      return performance.now() - began;
    };
    const row = (index) => document.querySelector(`.grid__row[aria-rowindex="${index + 1}"]:not([aria-busy])`);
    const cell = (index) => row(index)?.querySelector('[role=gridcell]');
    const press = (element, key) => element.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    const choose = (select, value) => {
      select.value = value;
      select.dispatchEvent(new Event('change', { bubbles: true }));
    };
    const times = { scroll: [], edit: [], filter: [] };
    for (let step = 1; step <= 20; step += 1) {
      const index = 1 + Math.floor((((step * 7919) % 10007) / 10007) * (rows - 2));
      const share = index / rows;
      times.scroll.push(await timed(() => grid.scrollTo(0, share * (grid.scrollHeight - grid.clientHeight)), () => row(index)));
      cell(index).focus();
      await timed(() => press(cell(index), 'F2'), () => document.querySelector('#grid-edit'));
      const field = document.querySelector('#grid-edit');
      const value = `EDITED-${step}`;
      const verdict = () => document.querySelector('#grid-edit-verdict').textContent;
      const write = () => {
        field.value = value;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      };
      times.edit.push(await timed(write, () => verdict() !== ''));
      times.edit.push(await timed(() => press(field, 'Enter'), () => cell(index)?.textContent.includes(value)));
      const show = document.querySelector('#grid-show');
      const isWrong = () => grid.querySelector('.grid__row:not([aria-busy]) [aria-invalid]');
      times.filter.push(await timed(() => choose(show, 'errors'), () => isWrong() && !grid.querySelector('[aria-busy]')));
      const isAll = () => Number(grid.getAttribute('aria-rowcount')) === rows + 1 && row(1) && !grid.querySelector('[aria-busy]');
      times.filter.push(await timed(() => choose(show, 'all'), isAll));
    }
    return Object.fromEntries(Object.entries(times).map(([name, times]) => [name, Math.max(...times)]));
  }, rows);
}

for (const file of files) {
  const splits = [];
  const checks = [];
  for (let run = 0; run < RUNS; run += 1) {
    splits.push(await split(file));
    checks.push(await check(file));
  }
  const size = `, ${(statSync(file).size / 1e6).toFixed(0)} MB`;
  const of = (name) => median(checks.map((measured) => measured[name]));
  line('B1', `check every cell / PapaParse splits${size}`, of('checked'), median(splits), 's', 0.6);
  line('B2', `longest task of the page / 50 ms${size}`, of('longest'), 50, 'ms', 1);
  line('B3', `first rows are shown / 150 ms${size}`, of('preview'), 150, 'ms', 1);
  // Of a small file the workers themselves are the most.
  if (file === files[0]) line('B4', `memory of the workers / the file${size}`, of('memory'), statSync(file).size / 1e6, 'MB', 2);
  for (const what of ['scroll', 'edit', 'filter']) {
    line('B5', `longest answer of the grid to ${what} / 50 ms${size}`, of(what), 50, 'ms', 1);
  }
}

/** What each file of these names weighs, compressed; parts that are loaded later are not counted. */
const compressed = (prefix) =>
  readdirSync(join(dist, 'assets'), { recursive: true })
    .filter((name) => name.startsWith(prefix) && name.endsWith('.br') && !/\/(split|chunk)_/.test(name))
    .map((name) => statSync(join(dist, 'assets', name)).size / 1024);
const sum = (sizes) => sizes.reduce((sum, size) => sum + size, 0);
// A reader loads the texts of one language.
line('W1', 'first load, brotli / 220 KB', sum(compressed('muster')) + Math.max(...compressed('texts')), 220, 'KB', 1);
line('W2', 'worker, brotli / 450 KB', sum(compressed('import-worker')), 450, 'KB', 1);

await browser.close();
reference.close();
const ended = new Promise((resolve) => muster.once('exit', resolve));
muster.kill('SIGTERM');
await ended;
rmSync(folder, { recursive: true, force: true });
const target = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'target');
writeFileSync(join(target, 'bench-browser.json'), JSON.stringify(lines, null, 2));
