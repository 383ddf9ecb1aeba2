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

async function check(file) {
  const context = await browser.newContext({ locale: 'en-US' });
  await context.request.post(`${url}/api/session`, { data: user, headers: { origin: url } });
  const page = await context.newPage();
  await page.goto(`${url}/import`);
  await page.locator('#file').waitFor({ state: 'attached' });
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
  await context.close();
  return measured;
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
}

/** What the files of these names weigh, compressed; parts that are loaded later are not counted. */
const compressed = (prefix) =>
  readdirSync(join(dist, 'assets'), { recursive: true })
    .filter((name) => name.startsWith(prefix) && name.endsWith('.br') && !/\/(split|chunk)_/.test(name))
    .reduce((sum, name) => sum + statSync(join(dist, 'assets', name)).size / 1024, 0);
line('W1', 'first load, brotli / 220 KB', compressed('muster'), 220, 'KB', 1);
line('W2', 'worker, brotli / 450 KB', compressed('import-worker'), 450, 'KB', 1);

await browser.close();
reference.close();
const ended = new Promise((resolve) => muster.once('exit', resolve));
muster.kill('SIGTERM');
await ended;
rmSync(folder, { recursive: true, force: true });
const target = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'target');
writeFileSync(join(target, 'bench-browser.json'), JSON.stringify(lines, null, 2));
