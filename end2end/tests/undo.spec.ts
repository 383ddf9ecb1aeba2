import { expect, expectAccessible, test } from './fixtures';
import * as files from './fixtures/files';

test('an import is undone, and the directory is as empty as before', async ({ page, wizard, muster }) => {
  await wizard.importFile(files.contacts, 'By mistake');
  await page.getByRole('button', { name: 'Undo this import' }).click();
  const dialog = page.getByRole('dialog', { name: 'Undo this import?' });
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Keep the import' }).click();
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await dialog.getByRole('button', { name: 'Undo', exact: true }).click();

  await expect(page.getByRole('heading', { level: 1, name: 'Import undone' })).toBeVisible({ timeout: 30_000 });
  // Three contacts and their organization.
  await expect(wizard.bigNumber('Removed')).toHaveText('4');
  await expect(wizard.bigNumber('Kept')).toHaveText('0');
  await expect(page.getByRole('region', { name: 'What the undo did' })).toBeVisible();
  await expectAccessible(page);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download the report' }).click();
  const report = await (await download).createReadStream();
  let text = '';
  for await (const chunk of report) text += chunk;
  expect(text.trim().split('\n')).toHaveLength(5);

  await page.getByRole('link', { name: 'See that import' }).click();
  await expect(page.getByText('This import was undone.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Undo this import' })).toBeHidden();
  await page.goto(`${muster.url}/imports`);
  const rows = page.getByRole('table').getByRole('row');
  await expect(rows.nth(1)).toContainText('Undo');
  await expect(rows.nth(2)).toContainText('Undone');
  await page.goto(`${muster.url}/contacts`);
  await expect(page.getByText('The directory is empty')).toBeVisible();
});
