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
});
