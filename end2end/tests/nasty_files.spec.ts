import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from './fixtures';

/** The files that `import-core/tests/files.rs` reads natively, each with what is read from it beside it. */
const FOLDER = join(import.meta.dirname, '../../import-core/tests/files');
const NAMES = readdirSync(FOLDER).filter((name) => existsSync(join(FOLDER, `${name}.json`)));

/** Reads a file with the page's own workers, and says what came of it in the words of the JSON beside it. */
async function read([base64, fields]: readonly [string, Record<string, string>]) {
  const script = document.querySelector<HTMLMetaElement>('meta[name=import-worker]')?.content ?? '';
  const worker = new Worker(script, { type: 'module' });
  const heard: Record<string, any>[] = [];
  let wake = () => {};
  worker.onmessage = ({ data }) => {
    heard.push(JSON.parse(data[0]));
    wake();
  };
  const answer = async (fits: (message: Record<string, any>) => boolean): Promise<Record<string, any>> => {
    for (;;) {
      const found = heard.find(fits);
      if (found) return found;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  };
  try {
    const file = new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], 'file');
    const choices = { encoding: null, delimiter: null, sheet: null, header: 'detect' };
    worker.postMessage([JSON.stringify({ Open: { run: 1, choices } }), file]);
    const opened = await answer((message) => message.Refused || message.Opened?.summary.counts);
    if (opened.Refused) return { refused: opened.Refused.problems };

    const { summary } = opened.Opened;
    const known = summary.columns.map(({ header }: any) => ({ header, field: fields[header] ?? null }));
    const columns = summary.columns
      .filter(({ header }: any) => fields[header])
      .map(({ index, header }: any) => ({ index, header, field: fields[header], policy: 'Overwrite' }));
    const settings = {
      source: '00000000-0000-0000-0000-000000000000',
      criteria: ['Email', 'Phone'],
      merge: false,
      default_region: 'US',
      columns,
    };
    worker.postMessage([JSON.stringify({ Check: { run: 2, settings } })]);
    await answer(({ Checked }) => Checked && Checked.check.done === Checked.check.total);
    const filter = { code: null, severity: null, column: null, text: '' };
    worker.postMessage([JSON.stringify({ Problems: { id: 3, filter, from: 0, limit: 1000 } })]);
    const { page } = (await answer(({ Problems }) => Problems)).Problems;
    const sheets = heard.find(({ Sheets }) => Sheets)?.Sheets;
    return {
      encoding: summary.encoding,
      delimiter: summary.delimiter,
      headerRow: summary.header_row,
      columns: known,
      blank: summary.counts.blank,
      rows: summary.first_rows,
      warnings: [...(sheets?.problems ?? []), ...summary.problems],
      problems: page.problems,
    };
  } finally {
    worker.terminate();
  }
}

test('nasty files are read in a browser as they are natively', async ({ page, wizard }) => {
  expect(NAMES.length).toBeGreaterThan(10);
  await wizard.open();
  for (const name of NAMES) {
    const expected = JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
    const named = (expected.columns ?? []).filter(({ field }: any) => field);
    const fields = Object.fromEntries(named.map(({ header, field }: any) => [header, field]));
    const found = await page.evaluate(read, [readFileSync(join(FOLDER, name)).toString('base64'), fields] as const);
    expect.soft(found, name).toEqual(expected);
  }
});
