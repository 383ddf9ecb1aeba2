import { expect, test } from './fixtures';
import * as files from './fixtures/files';

test('100,000 rows become 100,000 contacts, and the same file again changes none', async ({
  page,
  wizard,
  directory,
}) => {
  test.slow();
  await wizard.importFile(files.hundredThousand, 'Large');
  await expect(wizard.bigNumber('Imported contacts')).toHaveText('100,000');
  await expect(wizard.bigNumber('Not imported contacts')).toHaveText('0');
  expect(await wizard.tally('Rows')).toEqual(['100,000', '0', '0', '0', '0', '100,000']);
  await directory.openContact('person0@company0.example', 'First0 Last0');
  await directory.openContact('person54321@company321.example', 'First54321 Last54321');
  await directory.openContact('+493020099999', 'First99999 Last99999');

  await wizard.open();
  await wizard.choose(files.hundredThousand);
  await wizard.toSettings();
  await page.getByLabel('Import profile', { exact: true }).selectOption({ label: 'Large' });
  await expect(page.getByRole('button', { name: 'Next' })).toBeEnabled();
  await wizard.next();
  await wizard.validated();
  await wizard.import();
  expect(await wizard.tally('Contacts')).toEqual(['0', '0', '0', '100,000', '0', '100,000']);
});

/** Stands in for the workers that help. What it answers to its first rows is said in each test. */
const stranger = (answer: string) => `
globalThis.Worker = class {
  constructor() {
    globalThis.strangers = (globalThis.strangers ?? 0) + 1;
    if (${JSON.stringify(answer)} === 'nothing') throw new Error('no worker');
  }
  postMessage(data) {
    const isOfRows = Array.isArray(data) && data.length > 1;
    if (isOfRows) setTimeout(() => { ${answer === 'nothing' ? '' : answer} });
  }
  terminate() {}
};
`;

for (const [what, answer] of [
  ['cannot be started', 'nothing'],
  ['crashes over its rows', "this.onerror(new Event('error'));"],
  ['answers nonsense', "this.onmessage(new MessageEvent('message', { data: new Uint32Array([1]) }));"],
] as const) {
  test(`a worker that helps and ${what} loses no row`, async ({ page, context, wizard }) => {
    test.slow();
    await context.route(/import-worker\.js$/, async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: stranger(answer) + (await response.text()) });
    });
    await wizard.open();
    await wizard.choose(files.hundredThousand);
    await expect(wizard.importable('100,000', '100,000')).toBeVisible({ timeout: 30_000 });
    const hired = page.workers().map((worker) => worker.evaluate(() => (globalThis as { strangers?: number }).strangers));
    expect(await Promise.all(hired)).toEqual([1]);
  });
}
