import { expect, test } from './fixtures';
import * as files from './fixtures/files';

test('the directory is gone through page by page', async ({ page, wizard, muster }) => {
  await wizard.importFile(files.fifteenBadEmails, 'Many');
  await page.goto(`${muster.url}/contacts`);
  const pages = page.getByRole('navigation', { name: 'Pages' });
  const place = pages.getByRole('status');
  const previous = pages.getByRole('button', { name: 'Previous page', exact: true });
  const next = pages.getByRole('button', { name: 'Next page', exact: true });
  const first = page.getByRole('table').getByRole('link').first();
  await expect(place).toHaveText('Page 1 of 40');
  await expect(previous).toBeDisabled();
  await expect(first).toHaveText('First999 Last999');
  await next.click();
  await expect(place).toHaveText('Page 2 of 40');
  await expect(first).not.toHaveText('First999 Last999');
  await previous.click();
  await expect(first).toHaveText('First999 Last999');
  await page.goto(`${muster.url}/contacts?page=41`);
  await expect(page.getByText('There is no such page')).toBeVisible();
  await page.getByRole('link', { name: 'Go to the first page' }).click();
  await expect(place).toHaveText('Page 1 of 40');
});

test('a page of a list that does not come is asked for again, and nothing comes twice', async ({ page, wizard }) => {
  await wizard.importFile(files.fifteenBadEmails, 'Rows');
  const section = page.getByRole('region', { name: 'Rows' });
  const rows = section.getByRole('table').locator('tbody tr');
  const numbers = () => rows.getByRole('rowheader').allInnerTexts();
  await expect(rows.first()).toBeVisible();
  const first = await numbers();
  const more = section.getByRole('button', { name: 'Show more' });

  await page.route('**/rows?**', (route) => route.abort(), { times: 1 });
  await more.click();
  await expect(section.getByRole('alert')).toBeVisible();
  expect(await numbers()).toEqual(first);
  await section.getByRole('button', { name: 'Try again' }).click();
  await expect(rows).toHaveCount(2 * first.length);
  const all = await numbers();
  expect(all.slice(0, first.length)).toEqual(first);
  expect(new Set(all).size).toBe(all.length);
});
