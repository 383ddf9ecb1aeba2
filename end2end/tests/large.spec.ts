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

for (const [what, script] of [
  ['cannot be started', 'throw new Error("no worker");'],
  ['crashes over its rows', 'onmessage = ({ data }) => { if (Array.isArray(data) && data.length > 1) throw new Error("out of memory"); };'],
  ['answers nonsense', 'onmessage = ({ data }) => { if (Array.isArray(data) && data.length > 1) postMessage(new Uint32Array([1])); };'],
]) {
  test(`a worker that helps and ${what} loses no row`, async ({ page, context, wizard }) => {
    test.slow();
    const asked: string[] = [];
    await context.route(/import-worker\.js$/, async (route) => {
      asked.push(route.request().url());
      // The first one is not of the crew.
      if (asked.length === 1) await route.continue();
      else await route.fulfill({ contentType: 'text/javascript', body: script });
    });
    await wizard.open();
    await wizard.choose(files.hundredThousand);
    await expect(wizard.importable('100,000', '100,000')).toBeVisible({ timeout: 30_000 });
    expect(asked.length).toBeGreaterThan(1);
  });
}
